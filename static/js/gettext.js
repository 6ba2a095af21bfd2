// What scripts say goes through gettext: the catalog of the page's language came before this, for English there is none.
window.gettext ??= (text) => text;
window.ngettext ??= (one, many, count) => (count === 1 ? one : many);
// Django's own fills in names only when told so; `%s` is what the admin's scripts have.
window.interpolate = (text, values) =>
  Array.isArray(values)
    ? text.replace(/%s/g, () => String(values.shift()))
    : text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
