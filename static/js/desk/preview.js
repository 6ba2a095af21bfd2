// The preview of a draft: in a panel beside its form, or on a page of its own. It fits the frame to its place,
// changes what stands in it without loading the page anew, and beside a form shows what is typed but not yet saved.
(() => {
  "use strict";

  const WIDTHS = { phone: 390, desk: 1280 };
  const KEY = "colloquy.preview";
  // Below this the panel covers the form, and is not opened unasked.
  const BESIDE = window.matchMedia("(width >= 64rem)");

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      return {};
    }
  }

  function keep(changes) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...kept(), ...changes }));
    } catch {
      // A browser that keeps nothing forgets it with the page.
    }
  }

  function arrange(preview) {
    const frame = preview.querySelector("[data-shown]");
    const stage = preview.querySelector("[data-stage]");
    const said = preview.querySelector("[data-said]");
    const isBesideForm = Boolean(preview.dataset.typed);
    const views = [...preview.querySelectorAll("[data-view]")];
    const widths = [...preview.querySelectorAll("[data-width]")];
    const chosen = (links) => links.find((link) => link.ariaCurrent === "true");
    let scrolled = 0;
    // Counts what was asked for: an answer that something else was asked after comes too late.
    let asked = 0;

    function choose(links, link) {
      for (const other of links) other.removeAttribute("aria-current");
      link.ariaCurrent = "true";
    }

    function fit() {
      const width = WIDTHS[chosen(widths).dataset.width];
      const room = stage.clientWidth;
      if (!room) return;
      const scale = Math.min(1, room / width);
      frame.style.width = `${width}px`;
      frame.style.height = `${stage.clientHeight / scale}px`;
      frame.style.transform = `scale(${scale})`;
      frame.style.marginInlineStart = `${Math.max(0, (room - width * scale) / 2)}px`;
    }

    function takeWidth(link) {
      choose(widths, link);
      for (const name of Object.keys(WIDTHS)) preview.classList.toggle(`is-${name}`, name === link.dataset.width);
      document.body.classList.toggle("has-wide-preview", link.dataset.width === "desk");
      fit();
    }

    function say(...sentences) {
      const list = document.createElement("ul");
      for (const sentence of sentences) list.append(Object.assign(document.createElement("li"), { textContent: sentence }));
      said.replaceChildren(...(sentences.length ? [list] : []));
    }

    function rememberPlace() {
      try {
        scrolled = frame.contentWindow.scrollY;
      } catch {
        scrolled = 0;
      }
    }

    function showSaved() {
      const link = chosen(views);
      asked += 1;
      say();
      frame.title = interpolate(gettext("Preview of the draft: %(view)s"), { view: link.textContent }, true);
      frame.removeAttribute("srcdoc");
      frame.src = link.dataset.address;
    }

    async function showTyped() {
      const link = chosen(views);
      const form = document.getElementById("character_form");
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      body.set("preview_view", link.dataset.view);
      const mine = ++asked;
      let answer;
      try {
        answer = await fetch(preview.dataset.typed, { method: "POST", body, headers: { Accept: "text/html, application/json" } });
      } catch {
        return say(gettext("Not refreshed: the site could not be reached. Try again."));
      }
      if (mine !== asked) return undefined;
      if (answer.status === 422) {
        return say(gettext("Not refreshed, because this would not be saved either:"), ...(await answer.json()).sentences);
      }
      if (answer.redirected || answer.status === 403) return say(gettext("Not refreshed: sign in again in another tab, then press Refresh."));
      if (!answer.ok) return say(gettext("Not refreshed: something went wrong here. Save the draft to see it."));
      const html = await answer.text();
      if (mine !== asked) return undefined;
      say();
      frame.title = interpolate(gettext("Preview of the draft: %(view)s"), { view: link.textContent }, true);
      frame.srcdoc = html;
    }

    function refresh() {
      rememberPlace();
      if (isBesideForm && chosen(views).dataset.view !== "talk") return showTyped();
      return showSaved();
    }

    frame.addEventListener("load", () => {
      const page = frame.contentDocument;
      if (!page) return;
      if (scrolled) frame.contentWindow.scrollTo(0, scrolled);
      scrolled = 0;
      // What was typed has no address of its own, so that links to its sections would lead to the form.
      if (frame.hasAttribute("srcdoc")) page.addEventListener("click", (event) => {
        const link = event.target.closest("a[href^='#']");
        if (!link) return;
        event.preventDefault();
        page.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)))?.scrollIntoView();
      });
    });

    preview.addEventListener("click", (event) => {
      const link = event.target.closest("[data-view], [data-width]");
      if (event.target.closest("[data-refresh]")) refresh();
      if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      if (link.dataset.view) {
        choose(views, link);
        keep({ view: link.dataset.view });
        refresh();
      } else {
        takeWidth(link);
        keep({ width: link.dataset.width });
      }
    });
    new ResizeObserver(fit).observe(stage);
    fit();

    return {
      takeKept() {
        const { view, width } = kept();
        choose(views, views.find((link) => link.dataset.view === view) ?? views[0]);
        takeWidth(widths.find((link) => link.dataset.width === width) ?? widths[0]);
      },
      show() {
        // The form came back with errors: what stands in it is not what is saved.
        if (document.getElementById("error-note")) refresh();
        else showSaved();
      },
    };
  }

  function openBesideForm(panel, opener) {
    // Out of the theme's container, in which nothing can be fixed to the window.
    document.body.append(opener, panel);
    const preview = arrange(panel.querySelector("[data-preview]"));
    const page = document.getElementById("page");

    function set(isOpen) {
      panel.hidden = !isOpen;
      opener.ariaExpanded = String(isOpen);
      document.body.classList.toggle("has-preview", isOpen);
      page.inert = isOpen && !BESIDE.matches;
      if (!isOpen) return;
      preview.takeKept();
      preview.show();
    }

    function close() {
      set(false);
      keep({ isOpen: false });
      opener.focus();
    }

    opener.addEventListener("click", () => {
      set(true);
      keep({ isOpen: true });
      panel.querySelector("[data-close]").focus();
    });
    panel.querySelector("[data-close]").addEventListener("click", close);
    panel.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    BESIDE.addEventListener("change", () => { page.inert = !panel.hidden && !BESIDE.matches; });
    opener.hidden = false;
    if (kept().isOpen && BESIDE.matches) set(true);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.getElementById("preview-panel");
    if (panel) openBesideForm(panel, document.getElementById("preview-open"));
    else document.querySelectorAll("[data-preview]").forEach(arrange);
    if (!navigator.clipboard) return;
    document.querySelectorAll("[data-copy-from]").forEach((button) => { button.hidden = false; });
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy-from]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copyFrom);
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = gettext("Copied");
      setTimeout(() => { button.textContent = gettext("Copy"); }, 2000);
    } catch {
      field.select(); // To be copied by hand.
    }
  });
})();
