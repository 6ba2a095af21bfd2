// A reply as it comes: read as Markdown (blocks.js, marks.js) and shown as it will look when it is whole. Only its last
// block is read again with each piece, and only what has changed of that is touched in the page.
"use strict";
(() => {
  // The server renders no more than this (MAX_SOURCE in platform/web/markdown.py).
  const LONGEST = 32000;
  // A block that takes long to show is shown less often: it may have this share of the time; milliseconds.
  const SHARE = 4;
  // What waits is shown over some frames, so that words that arrive in lumps do not jump; what waits longer, at once.
  const FRAMES = 4, MOST_WAITING = 400;
  // At the very end, marks of which one cannot say yet what they are; none is longer than so many characters.
  const BEGUN_LINE = /^(?:[-+*=_|:#>~`\s]+|[\s>]*\d{1,3}[.)]?\s*)$/;
  const BEGUN_MARK = /(?:[*_~`\\"']+|\[\d{0,2}|&#?\w{0,8}|<[^\s<>]{0,60})$/;
  const LONGEST_MARK = 80;

  function settled(text) {
    const line = text.lastIndexOf("\n") + 1;
    if (BEGUN_LINE.test(text.slice(line))) return text.slice(0, line).replace(/([^\n])\n$/, "$1");
    const end = Math.max(line, text.length - LONGEST_MARK);
    // The end of a line is not yet that of its paragraph.
    return (text.slice(0, end) + text.slice(end).replace(BEGUN_MARK, "")).replace(/([^\n])\n$/, "$1");
  }

  function made(node) {
    if (node.tag === undefined) return document.createTextNode(node.text);
    const element = document.createElement(node.tag);
    for (const [name, value] of Object.entries(node.attrs ?? {})) element.setAttribute(name, value);
    element.madeOf = keyOf(node);
    patch(element, node.kids);
    return element;
  }

  const keyOf = (node) => `${node.tag} ${JSON.stringify(node.attrs ?? {})}`;

  function patch(parent, nodes, from = 0) {
    nodes.forEach((node, index) => {
      const shown = parent.childNodes[from + index];
      if (!shown) parent.append(made(node));
      else if (node.tag === undefined && shown.nodeType === Node.TEXT_NODE) {
        if (node.text === shown.data) return;
        if (node.text.startsWith(shown.data)) shown.appendData(node.text.slice(shown.data.length));
        else shown.data = node.text;
      } else if (node.tag !== undefined && shown.madeOf === keyOf(node)) patch(shown, node.kids);
      else shown.replaceWith(made(node));
    });
    while (parent.childNodes.length > from + nodes.length) parent.lastChild.remove();
  }

  function streamed(root, text = root.textContent) {
    let waiting = "", frame = 0, notBefore = 0;
    // The text of the last block, and how many blocks before it are done with; how much there is in all.
    let source, num, length, places;
    begin();
    put(text);

    function begin() {
      [source, num, length, places] = ["", 0, 0, new Map()];
      root.replaceChildren();
      root.classList.add("is-set");
    }

    function put(words) {
      take(words);
      show(true);
    }

    function take(words) {
      source += words.slice(0, LONGEST - length);
      length += words.length;
    }

    function show(isOpen) {
      const text = isOpen ? settled(source) : source;
      const blocks = window.colloquy.blocks(text, { isOpen, places });
      patch(root, blocks.map((block) => block.node), num);
      if (!isOpen || blocks.length < 2) return;
      const lines = source.split("\n");
      source = lines.slice(blocks.at(-1).line).join("\n");
      num += blocks.length - 1;
    }

    // How much of what waits comes with this frame: never half of a sign that takes two.
    function share() {
      let most = Math.max(waiting.length - MOST_WAITING, Math.ceil(waiting.length / FRAMES), 3);
      if (/[\ud800-\udbff]/.test(waiting[most - 1] ?? "")) most++;
      const words = waiting.slice(0, most);
      waiting = waiting.slice(most);
      return words;
    }

    function step(now) {
      frame = 0;
      if (!root.isConnected) return;
      if (now >= notBefore) {
        window.colloquy.keepingPlace(() => put(share()));
        notBefore = now + SHARE * (performance.now() - now);
      }
      if (waiting) frame = requestAnimationFrame(step);
    }

    return {
      // At once.
      put,
      // Over the next frames.
      add(words) {
        waiting += words;
        frame ||= requestAnimationFrame(step);
      },
      reset() {
        waiting = "";
        window.colloquy.keepingPlace(begin);
      },
      // Nothing more comes: what is not closed by now is no mark.
      end() {
        cancelAnimationFrame(frame);
        take(waiting);
        waiting = "";
        window.colloquy.keepingPlace(() => show(false));
      },
      get isEmpty() { return !length && !waiting; },
    };
  }

  window.colloquy ??= {};
  window.colloquy.streamed = streamed;
})();
