// What stands within a line of Markdown, as the server's renderer takes it (platform/web/markdown.py): emphasis, code,
// links, citations, printer's quotation marks. Makes a tree of { text } and { tag, kids, attrs }, never any HTML.
// With `isOpen`, the text goes on: a mark that is not closed yet is taken as if it were closed at the end.
"use strict";
(() => {
  // Before the expressions below, behind which no text is found for the catalog.
  const spokenSource = () => gettext("Source") + " ";
  const PLAIN = /[^\\`*_~[\]<&\n]+/y;
  const ESCAPED = /\\([!-/:-@[-`{-~])/y;
  const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp|hellip|mdash|ndash|copy));/iy;
  const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", hellip: "…", mdash: "—", ndash: "–", copy: "©" };
  const ADDRESS = /<([a-z][a-z\d+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>/iy;
  const TARGET = /\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)/y;
  const TARGET_BEGUN = /\([^\s]{0,300}(?:\s["'(][^"'()]{0,300})?$/y;
  const CITATION = /\[(\d{1,2})\]/;
  const PUNCTUATION = /[\p{P}!-/:-@[-`{-~]/u;
  const EMPHASIS = { "*": ["em", "strong"], _: ["em", "strong"], "~": ["", "s"] };
  // Deeper than anybody writes, shallower than what makes a browser slow.
  const DEEPEST = 32, MOST_OPEN = 4;

  const isSpace = (char) => !char || /\s/.test(char);
  const at = (pattern, text, place) => { pattern.lastIndex = place; return pattern.exec(text); };
  const element = (tag, kids, attrs) => ({ tag, kids, attrs });

  // --- Marks to tokens: texts, elements, and runs of * _ ~ that are still to be paired --------------------------------

  function run(text, start) {
    const char = text[start];
    let end = start;
    while (text[end] === char) end++;
    const before = text[start - 1], after = text[end];
    const isPointBefore = !!before && PUNCTUATION.test(before), isPointAfter = !!after && PUNCTUATION.test(after);
    const isLeft = !isSpace(after) && (!isPointAfter || isSpace(before) || isPointBefore);
    const isRight = !isSpace(before) && (!isPointBefore || isSpace(after) || isPointAfter);
    const isWord = char !== "_";
    return {
      char, num: end - start, length: char === "~" ? 0 : end - start,
      opens: isLeft && (isWord || !isRight || isPointBefore), closes: isRight && (isWord || !isLeft || isPointAfter),
      // 5*3 is a product, as long as nothing closes it.
      isLikely: !/[\p{L}\p{N}]/u.test(before ?? ""),
    };
  }

  function code(inside) {
    let words = inside.replaceAll("\n", " ");
    if (/^ .* $/.test(words) && words.trim()) words = words.slice(1, -1);
    return element("code", [{ text: words }]);
  }

  // Anything but an address of the web or a mailbox, and what leads on from this page, is no address.
  const LEADS = /^(?:https?:|mailto:|[^:\s\p{C}]*(?:[/?#]|$))/iu;

  function link(kids, target) {
    const attrs = { rel: "nofollow noopener noreferrer" };
    if (target && LEADS.test(target)) attrs.href = target;
    return element("a", kids, attrs);
  }

  function tokens(text, isOpen) {
    const found = [], brackets = [], unclosed = new Set();
    let place = 0;
    const say = (words, isSpecial) => found.push({ text: words, isSpecial });

    function ticks() {
      let end = place;
      while (text[end] === "`") end++;
      const num = end - place;
      for (let close = end; !unclosed.has(num) && (close = text.indexOf("`", close)) >= 0;) {
        let after = close;
        while (text[after] === "`") after++;
        if (after - close === num) { found.push(code(text.slice(end, close))); place = after; return; }
        close = after;
      }
      unclosed.add(num);
      if (isOpen && end < text.length) { found.push(code(text.slice(end))); place = text.length; }
      else { if (!isOpen) say(text.slice(place, end)); place = end; }
    }

    function bracket() {
      const opening = brackets.pop();
      const match = opening && at(TARGET, text, place + 1);
      const target = match && (match[1] ?? match[2]).replace(/\\([!-/:-@[-`{-~])/g, "$1");
      const isLink = match && !opening.isDead && !/^\s*(vbscript|javascript|file|data):/i.test(target);
      const begun = !match && opening && !opening.isDead && isOpen && at(TARGET_BEGUN, text, place + 1);
      if (!isLink && !begun) { say("]"); place++; return; }
      const kids = emphasised(found.splice(opening.at).slice(1), false);
      found.push(link(kids, isLink ? target : ""));
      for (const other of brackets) other.isDead = true;
      place += 1 + (match ?? begun)[0].length;
    }

    while (place < text.length) {
      const char = text[place];
      let match;
      if ((match = at(PLAIN, text, place))) { say(match[0]); place += match[0].length; }
      else if (char === "\n") {
        const last = found.at(-1);
        while (last?.text?.endsWith(" ")) last.text = last.text.slice(0, -1);
        found.push({ tag: "br", kids: [] });
        place += /\n[ \t]*/y.exec(text.slice(place))[0].length;
      } else if (char === "`") ticks();
      else if (char === "[") { brackets.push({ at: found.length }); say("["); place++; }
      else if (char === "]") bracket();
      else if (EMPHASIS[char]) { const it = run(text, place); found.push(it); place += it.num; }
      else if (char === "\\" && text[place + 1] === "\n") place++;
      else if ((match = at(ESCAPED, text, place))) { say(match[1], true); place += 2; }
      else if ((match = at(ENTITY, text, place))) {
        const number = match[1] ? Number(match[1]) : parseInt(match[2], 16);
        say(match[3] ? NAMED[match[3].toLowerCase()] : sign(number), true);
        place += match[0].length;
      } else if ((match = at(ADDRESS, text, place)) && !/^<(vbscript|javascript|file|data):/i.test(match[0])) {
        const isMail = !/^<[a-z][a-z\d+.-]+:/i.test(match[0]);
        found.push(link([{ text: match[1] }], isMail ? `mailto:${match[1]}` : match[1]));
        place += match[0].length;
      } else { say(char); place++; }
    }
    return found;
  }

  const sign = (number) => (number > 8 && number <= 0x10ffff && (number < 0xd800 || number > 0xdfff) ? String.fromCodePoint(number) : "\ufffd");

  // --- Runs paired to emphasis ------------------------------------------------------------------------------------------

  const asText = (token) => (token.char ? { text: token.char.repeat(token.num) } : token);
  const isOdd = (opener, closer) => (opener.closes || closer.opens) && (opener.length + closer.length) % 3 === 0
    && (opener.length % 3 !== 0 || closer.length % 3 !== 0);

  function emphasised(found, isOpen) {
    const out = [], openers = [], bottoms = {};
    let depth = 0;

    function wrap(opener, num) {
      opener.run.num -= num;
      // Too deep: the marks go, and what is between them stays where it is.
      if (depth === DEEPEST) return;
      const kids = out.splice(opener.at + 1).map(asText);
      depth = 1 + kids.reduce((most, kid) => Math.max(most, kid.depth ?? 0), 0);
      if (!opener.run.num) out.pop();
      out.push({ ...element(EMPHASIS[opener.run.char][num - 1], kids), depth });
    }

    function close(closer) {
      const least = closer.char === "~" ? 2 : 1;
      const key = closer.char + (closer.opens ? 3 : 0) + (closer.length % 3);
      while (closer.num >= least) {
        const bottom = Math.min(bottoms[key] ?? 0, openers.length);
        let which = openers.length - 1;
        for (; which >= bottom; which--) {
          const { run: opener } = openers[which];
          if (opener.char === closer.char && opener.num >= least && !isOdd(opener, closer)) break;
        }
        if (which < bottom) { bottoms[key] = openers.length; return; }
        const opener = openers[which];
        const num = least === 2 || (opener.run.num >= 2 && closer.num >= 2) ? 2 : 1;
        closer.num -= num;
        wrap(opener, num);
        openers.length = opener.run.num ? which + 1 : which;
        for (const name of Object.keys(bottoms)) bottoms[name] = Math.min(bottoms[name], openers.length);
      }
    }

    for (const token of found) {
      if (token.char && token.closes) close(token);
      if (!token.char || token.num) out.push(token);
      if (token.char && token.num && token.opens) openers.push({ run: token, at: out.length - 1 });
    }
    if (isOpen) {
      for (const opener of openers.filter(({ run: it }) => it.isLikely).slice(-MOST_OPEN).reverse()) {
        while (opener.run.num && out.length > opener.at + 1) {
          if (opener.run.char === "~" && opener.run.num < 2) break;
          wrap(opener, opener.run.num > 1 ? 2 : 1);
        }
      }
    }
    return out.map(asText);
  }

  // --- Quotation marks, as markdown-it's typographer sets them -----------------------------------------------------------

  function leaves(kids, level, into) {
    for (const kid of kids) {
      if (kid.tag && kid.tag !== "br" && kid.tag !== "code") leaves(kid.kids, level + 1, into);
      else into.push({ kid, level, words: kid.tag === "code" ? kid.kids[0].text : kid.text });
    }
    return into;
  }

  function curl(kids, isOpen) {
    const all = leaves(kids, 0, []);
    if (!all.some(({ kid }) => /["']/.test(kid.text ?? ""))) return;
    const stack = [];
    const beside = (index, step) => {
      for (let i = index + step; all[i] && all[i].kid.tag !== "br"; i += step) if (all[i].words) return step < 0 ? all[i].words.at(-1) : all[i].words[0];
      return " ";
    };
    const set = ({ kid, place }, sign) => { kid.text = kid.text.slice(0, place) + sign + kid.text.slice(place + 1); };
    all.forEach(({ kid, level }, index) => {
      while (stack.length && stack.at(-1).level > level) stack.pop();
      if (kid.tag || kid.isSpecial) return;
      for (let place = 0; place < kid.text.length; place++) {
        const char = kid.text[place];
        if (char !== '"' && char !== "'") continue;
        const before = place ? kid.text[place - 1] : beside(index, -1);
        const after = place + 1 < kid.text.length ? kid.text[place + 1] : beside(index, 1);
        const isPointBefore = PUNCTUATION.test(before), isPointAfter = PUNCTUATION.test(after);
        let opens = !isSpace(after) && (!isPointAfter || isSpace(before) || isPointBefore);
        let closes = !isSpace(before) && (!isPointBefore || isSpace(after) || isPointAfter);
        if (after === '"' && char === '"' && /\d/.test(before)) opens = closes = false;
        if (opens && closes) { opens = isPointBefore; closes = isPointAfter; }
        const here = { kid, place, char, level };
        if (!opens && !closes) { if (char === "'") set(here, "’"); continue; }
        if (closes) {
          let which = stack.length - 1;
          while (which >= 0 && stack[which].level === level && stack[which].char !== char) which--;
          if (which >= 0 && stack[which].level === level) {
            set(stack[which], char === '"' ? "“" : "‘");
            set(here, char === '"' ? "”" : "’");
            stack.length = which;
            continue;
          }
        }
        if (opens && stack.length < 200) stack.push(here);
        else if (closes && char === "'") set(here, "’");
      }
    });
    if (isOpen) for (const quote of stack) if (quote.char === '"') set(quote, "“");
  }

  // --- Citations: numbered in the order in which they come ---------------------------------------------------------------

  function cited(kids, places) {
    const out = [];
    for (const kid of kids) {
      const last = out.at(-1);
      if (kid.text !== undefined && last?.text !== undefined) last.text += kid.text;
      else out.push(kid.text !== undefined ? { text: kid.text } : kid);
    }
    return out.flatMap((kid) => {
      if (kid.tag === "a" || kid.tag === "code") return [kid];
      if (kid.tag) return [{ ...kid, kids: cited(kid.kids, places) }];
      return kid.text.split(CITATION).map((part, index) => {
        if (index % 2 === 0) return { text: part };
        if (!places.has(Number(part))) places.set(Number(part), places.size + 1);
        const spoken = element("span", [{ text: spokenSource() }], { class: "visually-hidden" });
        return element("span", [spoken, { text: String(places.get(Number(part))) }], { class: "citation" });
      }).filter((part) => part.text !== "");
    });
  }

  // `places` keeps which number of a reply stands at which place, and is shared by all its paragraphs.
  window.colloquy ??= {};
  window.colloquy.marks = (text, { isOpen = false, places = new Map() } = {}) => {
    const kids = emphasised(tokens(text, isOpen), isOpen);
    curl(kids, isOpen);
    return cited(kids, places);
  };
})();
