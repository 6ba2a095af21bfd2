// Above every Markdown field, buttons for what one forgets how to type, and a preview as the page will show it.
// The field stays the plain textarea that it is: what is typed is what is kept. Our own, because what wheels carry does
// not fit: martor brings Ace, jQuery and Bootstrap, django-easymde fonts from a CDN, django-markdownx no toolbar.
(() => {
  "use strict";

  const ACTIONS = [
    { name: gettext("Bold"), icon: "format_bold", key: "b", run: (field) => surround(field, "**", gettext("bold text")) },
    { name: gettext("Italic"), icon: "format_italic", key: "i", run: (field) => surround(field, "*", gettext("italic text")) },
    { name: gettext("Link"), icon: "link", key: "k", run: link },
    { name: gettext("Heading"), icon: "title", run: (field) => prefixLines(field, /^#### /, () => "#### ") },
    { name: gettext("Quote"), icon: "format_quote", run: (field) => prefixLines(field, /^> /, () => "> ") },
    { name: gettext("Bulleted list"), icon: "format_list_bulleted", run: (field) => prefixLines(field, /^- /, () => "- ") },
    { name: gettext("Numbered list"), icon: "format_list_numbered", run: (field) => prefixLines(field, /^\d+\. /, (n) => `${n + 1}. `) },
  ];

  // --- Work on the selection -------------------------------------------------------------------------------

  function replace(field, start, end, text, selectFrom, selectTo) {
    field.focus();
    field.setSelectionRange(start, end);
    // Deprecated, and the one way that leaves the browser's undo whole.
    const isDone = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!isDone) {
      field.setRangeText(text, start, end, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.setSelectionRange(selectFrom, selectTo);
  }

  function surround(field, mark, placeholder) {
    const { value, selectionStart: start, selectionEnd: end } = field;
    const size = mark.length;
    const before = value.slice(0, start), after = value.slice(end);
    // “*” stands in “**” too: one more is another mark.
    const isOuter = (text, at) => text[at] === mark[0] && size === 1;
    if (before.endsWith(mark) && after.startsWith(mark) &&
        !(isOuter(before, start - 2) && before[start - 3] !== mark[0]) && start !== end) {
      replace(field, start - size, end + size, value.slice(start, end), start - size, end - size);
      return;
    }
    const chosen = value.slice(start, end);
    // A blank at an end would keep the marks from being any.
    const [, left, words, right] = chosen.match(/^(\s*)([^]*?)(\s*)$/);
    const text = words || placeholder;
    const from = start + left.length + size;
    replace(field, start, end, left + mark + text + mark + right, from, from + text.length);
  }

  function link(field) {
    const { value, selectionStart: start, selectionEnd: end } = field;
    const chosen = value.slice(start, end).trim();
    const isAddress = /^https?:\/\/\S+$/.test(chosen);
    const words = isAddress || !chosen ? gettext("link text") : chosen;
    const address = isAddress ? chosen : "https://";
    const from = isAddress || !chosen ? start + 1 : start + words.length + 3;
    const size = isAddress || !chosen ? words.length : address.length;
    replace(field, start, end, `[${words}](${address})`, from, from + size);
  }

  function prefixLines(field, pattern, prefix) {
    const { value, selectionStart, selectionEnd } = field;
    const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const next = value.indexOf("\n", Math.max(selectionEnd - (selectionEnd > selectionStart ? 1 : 0), start));
    const end = next < 0 ? value.length : next;
    const lines = value.slice(start, end).split("\n");
    const filled = lines.filter((line) => line.trim());
    const isOn = filled.length > 0 && filled.every((line) => pattern.test(line));
    let number = 0;
    const changed = lines
      .map((line) => {
        if (!line.trim() && lines.length > 1) return line;
        return isOn ? line.replace(pattern, "") : prefix(number++) + line;
      })
      .join("\n");
    // A paragraph right above would take the first line for its own.
    const gap = !isOn && start > 1 && value[start - 2] !== "\n" && !pattern.test(lineAbove(value, start)) ? "\n" : "";
    replace(field, start, end, gap + changed, start + gap.length, start + gap.length + changed.length);
  }

  function lineAbove(value, start) {
    return value.slice(value.lastIndexOf("\n", start - 2) + 1, start - 1);
  }

  // --- The preview -------------------------------------------------------------------------------------------

  async function show(editor) {
    const { field, preview, toggle } = editor;
    const isOn = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", isOn);
    for (const button of editor.actions) button.setAttribute("aria-disabled", isOn);
    field.hidden = isOn;
    preview.hidden = !isOn;
    if (!isOn) {
      preview.replaceChildren();
      return;
    }
    preview.style.minHeight = `${editor.height}px`;
    preview.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams({ text: field.value });
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      const response = await fetch(field.dataset.markdown, { method: "POST", body, headers: { "X-CSRFToken": token } });
      if (!response.ok || response.redirected) throw new Error(response.status);
      preview.innerHTML = await response.text();
    } catch {
      preview.textContent = gettext("The preview could not be fetched. What you wrote is still here: press Preview to go on.");
    }
    preview.removeAttribute("aria-busy");
  }

  // --- The toolbar -------------------------------------------------------------------------------------------

  function buttonOf(name, icon, key) {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.setAttribute("aria-label", name);
    button.title = key ? interpolate(gettext("%(name)s (Ctrl+%(key)s)"), { name, key: key.toUpperCase() }, true) : name;
    if (key) button.setAttribute("aria-keyshortcuts", `Control+${key.toUpperCase()}`);
    const symbol = document.createElement("span");
    symbol.className = "material-symbols-outlined";
    symbol.setAttribute("aria-hidden", "true");
    symbol.textContent = icon;
    button.append(symbol);
    return button;
  }

  function rove(toolbar, event) {
    const buttons = [...toolbar.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const onward = getComputedStyle(toolbar).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + onward, ArrowLeft: at - onward, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    moveTo(toolbar, buttons[(to + buttons.length) % buttons.length]);
  }

  function moveTo(toolbar, button) {
    for (const other of toolbar.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1;
    button.focus();
  }

  function enhance(field) {
    if (field.dataset.isEnhanced || field.id.includes("__prefix__")) return;
    field.dataset.isEnhanced = "yes";
    const label = document.querySelector(`label[for="${field.id}"]`)?.textContent.trim().replace(/:$/, "") ?? gettext("text");
    const toolbar = document.createElement("div");
    toolbar.className = "desk-toolbar";
    toolbar.setAttribute("role", "toolbar");
    toolbar.setAttribute("aria-label", interpolate(gettext("Formatting: %(label)s"), { label }, true));
    toolbar.setAttribute("aria-controls", field.id);
    const preview = document.createElement("div");
    preview.className = "desk-written";
    preview.hidden = true;
    preview.tabIndex = 0;
    preview.setAttribute("role", "region");
    preview.setAttribute("aria-label", interpolate(gettext("Preview: %(label)s"), { label }, true));
    preview.setAttribute("aria-live", "polite");

    const actions = ACTIONS.map(({ name, icon, key, run }) => {
      const button = buttonOf(name, icon, key);
      button.addEventListener("click", () => button.getAttribute("aria-disabled") === "true" || run(field));
      return button;
    });
    const toggle = buttonOf(gettext("Preview of this text"), "visibility");
    toggle.setAttribute("aria-pressed", "false");
    toggle.append(gettext("Preview"));
    toggle.className = "desk-toolbar-preview";
    const editor = { field, preview, toggle, actions, height: 0 };
    toggle.addEventListener("click", () => {
      editor.height = field.offsetHeight || editor.height;
      show(editor);
    });

    toolbar.append(...actions, toggle);
    actions[0].tabIndex = 0;
    toolbar.addEventListener("keydown", (event) => rove(toolbar, event));
    // A press must not take the selection with it, and the next Tab comes back to where one was.
    toolbar.addEventListener("pointerdown", (event) => event.preventDefault());
    field.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      const action = ACTIONS.find(({ key }) => key === event.key.toLowerCase());
      if (!action) return;
      event.preventDefault();
      // The theme has a use of its own for Ctrl+K.
      event.stopPropagation();
      action.run(field);
    });
    field.before(toolbar);
    field.after(preview);
  }

  function enhanceAll(root) {
    for (const field of root.querySelectorAll("textarea[data-markdown]")) enhance(field);
  }

  document.addEventListener("DOMContentLoaded", () => enhanceAll(document));
  document.addEventListener("formset:added", (event) => enhanceAll(event.target));
})();
