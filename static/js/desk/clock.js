// The server's clock is UTC: says beside its times, and beside times that are typed, what the reader's own clock shows.

const DAY = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
const TIME = { hour: "2-digit", minute: "2-digit" };
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const isElsewhere = (moment) => moment.getTimezoneOffset() !== 0;

function tell(time) {
  const moment = new Date(time.dateTime);
  if (time.dataset.told || !isElsewhere(moment)) return;
  time.dataset.told = "yes";
  const isSameDay = moment.getDate() === moment.getUTCDate();
  const shown = isSameDay || time.dataset.local === "time" ? TIME : DAY;
  const local = moment.toLocaleString(document.documentElement.lang, shown);
  time.append(interpolate(gettext(" (%(when)s your time)"), { when: local }, true));
}

function tellTyped(field) {
  const says = document.getElementById(`${field.id}-local`);
  const moment = new Date(`${field.value}Z`);
  if (!says) return;
  says.textContent = Number.isNaN(moment.getTime()) || !isElsewhere(moment)
    ? ""
    : interpolate(gettext("That is %(when)s in %(zone)s."), {
      when: moment.toLocaleString(document.documentElement.lang, DAY), zone: ZONE,
    }, true);
}

function tellAll(root) {
  root.querySelectorAll("time[data-local]").forEach(tell);
  root.querySelectorAll("input[data-utc]").forEach(tellTyped);
}

document.addEventListener("DOMContentLoaded", () => tellAll(document));
document.addEventListener("htmx:load", (event) => tellAll(event.detail.elt));
document.addEventListener("input", (event) => {
  if (event.target.matches?.("input[data-utc]")) tellTyped(event.target);
});
