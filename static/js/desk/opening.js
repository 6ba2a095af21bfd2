// While a character's form is open: says so when it is closed, and leads to a newer change of somebody else's.
// That it is still open is said by htmx, from the notice itself.

const notice = () => document.getElementById("openings");
let isSaving = false;

document.addEventListener("submit", (event) => {
  if (event.target.id === "character_form") isSaving = true;
});

window.addEventListener("pagehide", () => {
  // A form that is sent comes back in a moment.
  if (isSaving || !notice()) return;
  const said = new FormData();
  said.append("csrfmiddlewaretoken", notice().dataset.csrf);
  navigator.sendBeacon(notice().dataset.leave, said);
});

window.addEventListener("pageshow", (event) => {
  isSaving = false;
  if (event.persisted && notice()) window.htmx.trigger(notice(), "sign");
});

window.addEventListener("load", () => {
  const newer = document.getElementById("newer-change");
  if (!newer) return;
  newer.focus();
  // What was typed is not saved: the theme is to warn before it is left.
  document.querySelector("#character_form input:not([type=hidden])")?.dispatchEvent(new Event("input"));
});
