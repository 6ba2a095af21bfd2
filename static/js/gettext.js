// What scripts say goes through gettext: the catalog of the page's language came before this, for English there is none.
window.gettext ??= (text) => text;
window.ngettext ??= (one, many, count) => (count === 1 ? one : many);
// In place of Django's, which fills in names only where a third argument says so.
window.interpolate = (text, values) =>
  text.replace(/%s|%\((\w+)\)s/g, (_, name) => String(name ? values[name] : values.shift()));
