// What scripts say goes through gettext: the catalog of the page's language came before this, for English there is none.
window.gettext ??= (text) => text;
window.ngettext ??= (one, many, count) => (count === 1 ? one : many);
window.interpolate ??= (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
