// The blocks of a Markdown text, as the server's renderer takes it (platform/web/markdown.py): paragraphs, headings,
// lists, quotes, code, tables, rules. Makes the tree that marks.js speaks of, with the line at which each block begins.
"use strict";
(() => {
  // A line that goes on with a paragraph though it lacks the marks of what that stands in.
  const LAZY = "\u0000";
  const MAX_LEVEL = 32;
  const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
  const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
  const QUOTE = /^ {0,3}>/;
  const HEADING = /^ {0,3}(#{1,6})(?=[ \t]|$)[ \t]*(.*)$/;
  const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
  const ITEM = /^( {0,3})([-+*]|(\d{1,9})[.)])(?=\s|$)( *)(.*)$/;
  const DELIMITERS = /^ {0,3}(?![-:][ \t])[|:-][-:| \t]*$/;

  const MOST_COLUMNS = 64, LONGEST_RULE = 400;

  const isBlank = (line) => /^\s*$/.test(line);
  const indentOf = (line) => /^ */.exec(line)[0].length;
  const isRule = (line) => line.length < LONGEST_RULE && RULE.test(line);
  const element = (tag, kids, attrs) => ({ tag, kids, attrs });

  function cells(line) {
    const parts = line.trim().replace(/^\|/, "").match(/(?:\\.|[^\\|])+|\|/g) ?? [];
    const found = [""];
    for (const part of parts) if (part === "|") found.push(""); else found[found.length - 1] += part.replaceAll("\\|", "|");
    if (found.length > 1 && found.at(-1) === "") found.pop();
    return found.map((cell) => cell.trim());
  }

  function isTable(lines, i) {
    if (!lines[i].includes("|") || !DELIMITERS.test(lines[i + 1] ?? "") || lines[i].startsWith(LAZY)) return false;
    const columns = cells(lines[i + 1]);
    return columns.every((column) => /^:?-+:?$/.test(column)) && columns.length === cells(lines[i]).length && columns.length <= MOST_COLUMNS;
  }

  const isItem = (line) => { const match = ITEM.exec(line); return match && !isRule(line) && match; };

  // Whether a block begins here that needs no empty line before it.
  function begins(lines, i, isInList) {
    const line = lines[i];
    if (FENCE.test(line) || QUOTE.test(line) || isRule(line) || HEADING.test(line)) return true;
    const item = isItem(line);
    if (item && (isInList || (item[5] && (!item[3] || Number(item[3]) === 1)))) return true;
    return isTable(lines, i);
  }

  // A reader of lines of one container, that tells whether a line without its marks may go on with a paragraph.
  function watcher() {
    let fence = "", isParagraph = false;
    return {
      see(line) {
        const bare = line.replace(/^[\s>]*/, "");
        const mark = /^(`{3,}(?=[^`]*$)|~{3,})/.exec(bare)?.[1] ?? "";
        if (fence) { if (mark.startsWith(fence) && !bare.slice(mark.length).trim()) fence = ""; isParagraph = false; return; }
        fence = mark;
        isParagraph = !mark && !isBlank(bare) && !isRule(bare) && !HEADING.test(bare) && (isParagraph || indentOf(line) < 4);
      },
      mayGoOn: () => isParagraph,
    };
  }

  function inline(text, context, isOpen) {
    return window.colloquy.marks(text, { isOpen, places: context.places });
  }

  // --- One reader for each kind of block: from line `i` on, it returns its node and the line after it -------------------

  function indented(lines, i) {
    let end = i;
    for (let j = i; j < lines.length && (isBlank(lines[j]) || indentOf(lines[j]) >= 4); j++) if (!isBlank(lines[j])) end = j;
    const text = lines.slice(i, end + 1).map((line) => line.slice(4)).join("\n");
    return { node: element("pre", [element("code", [{ text: `${text}\n` }])]), next: end + 1 };
  }

  function fenced(lines, i, context, isOpen) {
    const mark = FENCE.exec(lines[i])[1], indent = indentOf(lines[i]);
    const isEnd = (line) => /^ {0,3}(`+|~+)[ \t]*$/.exec(line)?.[1].startsWith(mark);
    let end = i + 1;
    while (end < lines.length && !isEnd(lines[end])) end++;
    const inside = lines.slice(i + 1, end).map((line) => line.slice(Math.min(indent, indentOf(line))));
    // Lines that are still to come are not shown as empty ones.
    if (end === lines.length) while (inside.length && isBlank(inside.at(-1))) inside.pop();
    // The last line is not at its end yet.
    const text = inside.map((line, at) => (isOpen && end >= lines.length && at === inside.length - 1 ? line : `${line}\n`)).join("");
    return { node: element("pre", [element("code", text ? [{ text }] : [])]), next: end + 1 };
  }

  function quoted(lines, i, context, isOpen) {
    const inside = [], watch = watcher();
    let end = i;
    for (; end < lines.length; end++) {
      const line = lines[end];
      if (QUOTE.test(line)) inside.push(line.replace(/^ {0,3}> ?/, ""));
      else if (!isBlank(line) && watch.mayGoOn() && !begins(lines, end, true)) inside.push(LAZY + line.trimStart());
      else break;
      watch.see(inside.at(-1));
    }
    const kids = parse(inside, { ...context, level: context.level + 1 }, isOpen && end === lines.length);
    return { node: element("blockquote", kids.map((block) => block.node)), next: end };
  }

  // The lines of one item, without its mark and indent.
  function item(lines, i, match) {
    const [, indent, mark, , gap, rest] = match;
    const isCode = gap.length > 4;
    const width = indent.length + mark.length + (rest && !isCode ? gap.length : 1);
    const inside = [isCode ? gap.slice(1) + rest : rest], watch = watcher();
    watch.see(inside[0]);
    let end = i + 1;
    for (; end < lines.length; end++) {
      const line = lines[end];
      if (isBlank(line)) inside.push("");
      else if (indentOf(line) >= width) inside.push(line.slice(width));
      else if (watch.mayGoOn() && !begins(lines, end, true)) inside.push(LAZY + line.trimStart().replace(LAZY, ""));
      else break;
      watch.see(inside.at(-1));
    }
    const isFollowedByBlank = isBlank(inside.at(-1)) && inside.length > 1;
    while (inside.length > 1 && isBlank(inside.at(-1))) { inside.pop(); end--; }
    return { inside, end, isFollowedByBlank };
  }

  function listed(lines, i, context, isOpen) {
    const kind = (match) => match[2].at(-1);
    const first = isItem(lines[i]), items = [];
    let end = i, isLoose = false, wasBlank = false;
    for (let at = i; at < lines.length;) {
      while (at < lines.length && isBlank(lines[at])) at++;
      const match = at < lines.length && isItem(lines[at]);
      if (!match || kind(match) !== kind(first)) break;
      isLoose ||= wasBlank;
      const it = item(lines, at, match);
      const blocks = parse(it.inside, { ...context, level: context.level + 2 }, isOpen && it.end === lines.length);
      isLoose ||= blocks.some((block, index) => index && isBlank(it.inside[block.line - 1]));
      items.push(blocks);
      wasBlank = it.isFollowedByBlank;
      at = end = it.end;
    }
    const kids = items.map((blocks) => element("li", blocks.flatMap(({ node }) => (!isLoose && node.tag === "p" ? node.kids : [node]))));
    const start = first[3] && Number(first[3]) !== 1 ? { start: String(Number(first[3])) } : undefined;
    return { node: element(first[3] ? "ol" : "ul", kids, start), next: end };
  }

  function table(lines, i, context, isOpen) {
    const head = cells(lines[i]);
    let end = i + 2;
    while (end < lines.length && !isBlank(lines[end]) && indentOf(lines[end]) < 4 && !begins(lines, end)) end++;
    const isLast = (j) => isOpen && j === lines.length - 1;
    const row = (words, tag, isTail) => element("tr", head.map((_, at) => element(tag, inline(words[at] ?? "", context, isTail))));
    const body = lines.slice(i + 2, end).map((line, at) => row(cells(line), "td", isLast(i + 2 + at)));
    const parts = [element("thead", [row(head, "th", isLast(i))])];
    if (body.length) parts.push(element("tbody", body));
    return { node: element("table", parts), next: end };
  }

  function paragraph(lines, i, context, isOpen) {
    let end = i + 1, tag = "p";
    for (; end < lines.length && !isBlank(lines[end]); end++) {
      if (lines[end].startsWith(LAZY)) continue;
      if (UNDERLINE.test(lines[end])) { tag = "h4"; break; }
      if (begins(lines, end)) break;
    }
    const text = lines.slice(i, end).map((line) => line.replace(LAZY, "").trimStart()).join("\n").trimEnd();
    const node = element(tag, inline(text, context, isOpen && end === lines.length));
    return { node, next: tag === "p" ? end : end + 1 };
  }

  function heading(lines, i, context, isOpen) {
    const [, marks, words] = HEADING.exec(lines[i]);
    const text = words.trim(), bare = text.replace(/#{1,999}$/, "");
    const isClosed = bare === "" || /\s$/.test(bare);
    const node = element(`h${Math.max(4, marks.length)}`, inline(isClosed ? bare.trim() : text, context, isOpen && i === lines.length - 1));
    return { node, next: i + 1 };
  }

  function read(lines, i, context, isOpen) {
    const line = lines[i];
    if (line.startsWith(LAZY)) return paragraph(lines, i, context, isOpen);
    if (indentOf(line) >= 4) return indented(lines, i);
    // A row whose rule is still to come.
    const isBegun = isOpen && i === lines.length - 1 && /^ {0,3}\|.*\S/.test(line) && cells(line).length <= MOST_COLUMNS;
    if (isBegun || isTable(lines, i)) return table(lines, i, context, isOpen);
    if (FENCE.test(line)) return fenced(lines, i, context, isOpen);
    if (QUOTE.test(line)) return quoted(lines, i, context, isOpen);
    if (isRule(line)) return { node: element("hr", []), next: i + 1 };
    if (isItem(line)) return listed(lines, i, context, isOpen);
    if (HEADING.test(line)) return heading(lines, i, context, isOpen);
    return paragraph(lines, i, context, isOpen);
  }

  function parse(lines, context, isOpen) {
    const found = [];
    if (context.level >= MAX_LEVEL) return found;
    for (let i = 0; i < lines.length;) {
      if (isBlank(lines[i])) { i++; continue; }
      const { node, next } = read(lines, i, context, isOpen);
      found.push({ node, line: i });
      i = next;
    }
    return found;
  }

  // Tabs at the beginning of a line reach to the next column that four divides.
  const untabbed = (line) => !line.includes("\t") ? line : line.replace(/^[ \t]+/, (space) => {
    let width = 0;
    for (const char of space) width += char === "\t" ? 4 - (width % 4) : 1;
    return " ".repeat(width);
  });

  window.colloquy ??= {};
  // Returns [{ node, line }]; `places` is for the citations, see marks.js.
  window.colloquy.blocks = (text, { isOpen = false, places = new Map() } = {}) =>
    parse(text.split("\n").map(untabbed), { level: 0, places }, isOpen);
})();
