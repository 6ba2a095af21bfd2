// Reads a reply aloud, in the browser's own voice, where it has one. One at a time; it ends with the page.
"use strict";
(() => {
  const voice = window.speechSynthesis;
  if (!voice || !window.SpeechSynthesisUtterance) return;
  // Some browsers fall silent in the midst of a longer utterance.
  const LONGEST = 220;
  const SENTENCES = /[^.!?…。！？]+[.!?…。！？]*["'”’)»]*\s*/g;
  const BLOCKS = "p, li, h4, h5, h6, pre, td, th";
  document.documentElement.classList.add("can-read");

  let reading = null;

  // A block's own words: those of lists within an item come as blocks of their own.
  function wordsOf(block) {
    const copy = block.cloneNode(true);
    copy.querySelectorAll(`.citation, ${BLOCKS}`).forEach((part) => part.remove());
    copy.querySelectorAll("br").forEach((line) => line.replaceWith(" "));
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  function parts(text) {
    const found = [];
    for (const block of text.querySelectorAll(BLOCKS)) {
      let part = "";
      for (const sentence of wordsOf(block).match(SENTENCES) ?? []) {
        if (part && part.length + sentence.length > LONGEST) { found.push(part); part = ""; }
        part += sentence;
      }
      if (part.trim()) found.push(part.trim());
    }
    return found;
  }

  function show(state) {
    const { button, stop } = reading;
    button.textContent = { reading: gettext("Pause"), paused: gettext("Go on"), ended: gettext("Read aloud") }[state];
    stop.hidden = state === "ended";
  }

  function end() {
    if (!reading) return;
    const hadFocus = document.activeElement === reading.stop;
    show("ended");
    if (hadFocus) reading.button.focus({ preventScroll: true });
    reading = null;
    voice.cancel();
  }

  function say(mine, left) {
    if (reading !== mine) return;
    // The reply has gone from the page: another branch is shown.
    if (!left.length || !mine.button.isConnected) { end(); return; }
    const said = new SpeechSynthesisUtterance(left[0]);
    said.lang = mine.lang;
    said.onend = () => say(mine, left.slice(1));
    // What is cut off by us ends without more.
    said.onerror = () => { if (reading === mine) end(); };
    // Held, for some browsers forget what nobody holds, and with it that it ended.
    mine.said = said;
    voice.speak(said);
  }

  function begin(button) {
    end();
    const message = button.closest(".message");
    const text = message.querySelector(".message-text");
    reading = { button, stop: message.querySelector("[data-read-stop]"), lang: text.closest("[lang]")?.lang ?? "" };
    show("reading");
    voice.cancel();
    voice.resume();
    say(reading, parts(text));
  }

  function press(button) {
    if (reading?.button !== button) begin(button);
    else if (reading.isPaused) { reading.isPaused = false; show("reading"); voice.resume(); }
    else { reading.isPaused = true; show("paused"); voice.pause(); }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-read], [data-read-stop]");
    if (!button) return;
    if (button.matches("[data-read]")) press(button);
    else end();
  });
  window.addEventListener("pagehide", end);
  // Left over from a page that could not end it.
  voice.cancel();
})();
