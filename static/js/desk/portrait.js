// Choose on the picture what of a portrait is shown, and what stays in the middle of the round one. The numbers beside
// it are what is saved: the picture only writes them, and follows when they are typed.
(() => {
  "use strict";

  const MIN_PIXELS = 100;
  const STEP = 1, LEAP = 5; // per cent
  const ABOVE = 4; // as characters.renditions: of what is cut off a tall picture, a quarter is cut from above
  const SHOWN_AT = [168, 84, 40]; // how wide pages show it

  const clamp = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most));
  const rounded = (value) => Math.round(value * 10) / 10;

  function el(tag, className, attributes = {}) {
    const made = document.createElement(tag);
    made.className = className;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  class Frame {
    constructor(file, crop, focus) {
      this.file = file;
      this.inputs = { crop: [...crop.querySelectorAll("input")], focus: [...focus.querySelectorAll("input")] };
      this.build();
      crop.closest(".field-row, .form-row").before(this.root);
      this.listen();
      const shown = file.closest(".field-line, .form-row").querySelector("a > img");
      if (shown) {
        // Here it is shown in full.
        shown.closest("div").hidden = true;
        this.show(shown.src);
      }
    }

    build() {
      this.root = el("div", "desk-frame", { role: "group", "aria-label": gettext("Choose on the picture") });
      this.root.hidden = true;
      this.stage = el("div", "desk-frame-stage");
      this.image = el("img", "desk-frame-picture", { alt: gettext("The whole picture"), draggable: "false" });
      this.box = el("button", "desk-frame-box", { type: "button", "aria-label": gettext("Crop"), "aria-describedby": "frame-hint" });
      for (const corner of ["nw", "ne", "sw", "se"]) this.box.append(el("span", `desk-frame-corner is-${corner}`));
      this.point = el("button", "desk-frame-point", {
        type: "button", "aria-label": gettext("Focal point"), "aria-describedby": "frame-hint",
      });
      this.stage.append(this.image, this.box, this.point);

      const side = el("div", "desk-frame-side");
      const previews = el("div", "desk-frame-previews", { role: "img", "aria-label": gettext("How pages show it") });
      this.canvases = SHOWN_AT.map((size) => {
        const canvas = el("canvas", "");
        canvas.width = canvas.height = size * 2;
        canvas.style.width = canvas.style.height = `${size}px`;
        previews.append(canvas);
        return canvas;
      });
      const hint = el("p", "desk-frame-hint", { id: "frame-hint" });
      hint.textContent = [
        gettext("Drag on the picture to crop it, drag the crop or its corners to change it, click to set the focal point."),
        gettext("With the keyboard, go to the crop or the point: arrow keys move it, with Shift in leaps; Alt and arrow keys change the size of the crop."),
      ].join(" ");
      const buttons = el("div", "desk-frame-buttons");
      this.whole = el("button", "desk-button", { type: "button" });
      this.whole.textContent = gettext("Show all of it");
      this.unset = el("button", "desk-button", { type: "button" });
      this.unset.textContent = gettext("No focal point");
      buttons.append(this.whole, this.unset);
      this.spoken = el("p", "desk-visually-hidden", { role: "status" });
      side.append(previews, hint, buttons, this.spoken);
      this.root.append(this.stage, side);
    }

    listen() {
      this.image.addEventListener("load", () => {
        this.root.hidden = false;
        this.draw();
      });
      this.image.addEventListener("error", () => {
        this.root.hidden = true;
      });
      this.file.addEventListener("change", () => this.choose(this.file.files[0]));
      for (const input of [...this.inputs.crop, ...this.inputs.focus])
        input.addEventListener("input", () => this.draw());
      this.stage.addEventListener("pointerdown", (event) => this.drag(event));
      this.box.addEventListener("keydown", (event) => this.keyOnBox(event));
      this.point.addEventListener("keydown", (event) => this.keyOnPoint(event));
      this.whole.addEventListener("click", () => this.write("crop", []));
      this.unset.addEventListener("click", () => this.write("focus", []));
    }

    choose(chosen) {
      if (!chosen) return;
      URL.revokeObjectURL(this.address);
      this.address = URL.createObjectURL(chosen);
      // What was said of another picture says nothing of this one.
      this.write("crop", []);
      this.write("focus", []);
      this.show(this.address);
    }

    show(address) {
      this.image.src = address;
    }

    // --- The numbers, in per cent of the picture ---

    read(name) {
      const values = this.inputs[name].map((input) => (input.value.trim() === "" ? NaN : Number(input.value)));
      return values.some(Number.isNaN) ? null : values;
    }

    get crop() {
      return this.read("crop") ?? [0, 0, 100, 100];
    }

    get least() {
      const { naturalWidth: width, naturalHeight: height } = this.image;
      return [Math.min((100 * MIN_PIXELS) / width + 0.1, 100), Math.min((100 * MIN_PIXELS) / height + 0.1, 100)];
    }

    write(name, values) {
      this.inputs[name].forEach((input, at) => {
        input.value = values.length ? rounded(values[at]) : "";
        // The form warns who leaves it with something unsaved.
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      this.tell();
    }

    setCrop(left, top, width, height) {
      const [leastWidth, leastHeight] = this.least;
      width = clamp(width, leastWidth, 100);
      height = clamp(height, leastHeight, 100);
      const crop = [clamp(left, 0, 100 - width), clamp(top, 0, 100 - height), width, height].map(rounded);
      // Rounded up by turns, the two might pass the edge.
      crop[2] = rounded(Math.min(crop[2], 100 - crop[0]));
      crop[3] = rounded(Math.min(crop[3], 100 - crop[1]));
      const focus = this.read("focus");
      this.write("crop", crop);
      if (focus) this.setFocus(...focus);
    }

    setFocus(across, down) {
      const [left, top, width, height] = this.crop;
      this.write("focus", [clamp(across, left, left + width), clamp(down, top, top + height)]);
    }

    // --- What is seen ---

    /** The square that is shown, in pixels: what characters.renditions cuts. */
    square() {
      const { naturalWidth, naturalHeight } = this.image;
      const [left, top, width, height] = this.crop;
      const x = (left * naturalWidth) / 100, y = (top * naturalHeight) / 100;
      const across = (width * naturalWidth) / 100, down = (height * naturalHeight) / 100;
      const side = Math.min(across, down);
      const focus = this.read("focus");
      if (!focus) return [x + (across - side) / 2, y + (down - side) / ABOVE, side];
      return [
        clamp((focus[0] * naturalWidth) / 100 - side / 2, x, x + across - side),
        clamp((focus[1] * naturalHeight) / 100 - side / 2, y, y + down - side),
        side,
      ];
    }

    draw() {
      if (!this.image.naturalWidth) return;
      const [left, top, width, height] = this.crop;
      Object.assign(this.box.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
      const [x, y, side] = this.square();
      const focus = this.read("focus");
      const at = focus ?? [
        (100 * (x + side / 2)) / this.image.naturalWidth,
        (100 * (y + side / 2)) / this.image.naturalHeight,
      ];
      Object.assign(this.point.style, { left: `${at[0]}%`, top: `${at[1]}%` });
      this.point.classList.toggle("is-set", Boolean(focus));
      this.box.classList.toggle("is-whole", !this.read("crop"));
      this.whole.disabled = !this.read("crop");
      this.unset.disabled = !focus;
      for (const canvas of this.canvases) {
        const context = canvas.getContext("2d");
        context.imageSmoothingQuality = "high";
        context.clearRect(0, 0, canvas.width, canvas.height);
        context.drawImage(this.image, x, y, side, side, 0, 0, canvas.width, canvas.height);
      }
    }

    tell() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        const crop = this.read("crop"), focus = this.read("focus");
        const shown = crop
          ? interpolate(gettext("Crop %(width)s by %(height)s per cent, %(left)s from the left, %(top)s from the top."), {
            left: crop[0], top: crop[1], width: crop[2], height: crop[3],
          }, true)
          : gettext("All of the picture is shown.");
        const middle = focus
          ? interpolate(gettext("Focal point %(left)s from the left, %(top)s from the top."), { left: focus[0], top: focus[1] }, true)
          : gettext("No focal point.");
        this.spoken.textContent = `${shown} ${middle}`;
      }, 700);
    }

    // --- By hand ---

    drag(event) {
      if (event.button !== 0 || !this.image.naturalWidth) return;
      const bounds = this.image.getBoundingClientRect();
      const placeOf = (moved) => [
        clamp((100 * (moved.clientX - bounds.left)) / bounds.width, 0, 100),
        clamp((100 * (moved.clientY - bounds.top)) / bounds.height, 0, 100),
      ];
      const start = placeOf(event), crop = this.crop;
      const corner = event.target.closest(".desk-frame-corner");
      let follow;
      if (event.target === this.point) follow = (place) => this.setFocus(...place);
      else if (corner) follow = (place) => this.stretch(cornersOf(crop, corner.className), place);
      else if (event.target === this.box && this.read("crop"))
        follow = ([across, down]) =>
          this.setCrop(crop[0] + across - start[0], crop[1] + down - start[1], crop[2], crop[3]);
      else follow = (place) => this.stretch(start, place);

      event.preventDefault();
      (event.target === this.point ? this.point : this.box).focus({ preventScroll: true });
      this.stage.setPointerCapture(event.pointerId);
      let isDragged = event.target === this.point;
      const move = (moved) => {
        isDragged ||= Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY) > 4;
        if (isDragged) follow(placeOf(moved));
      };
      const end = (ended) => {
        for (const name of ["pointermove", "pointerup", "pointercancel"])
          this.stage.removeEventListener(name, name === "pointermove" ? move : end);
        if (!isDragged && ended.type === "pointerup") this.setFocus(...start);
      };
      this.stage.addEventListener("pointermove", move);
      this.stage.addEventListener("pointerup", end);
      this.stage.addEventListener("pointercancel", end);
    }

    stretch([fromAcross, fromDown], [across, down]) {
      const [leastWidth, leastHeight] = this.least;
      const width = Math.max(Math.abs(across - fromAcross), leastWidth);
      const height = Math.max(Math.abs(down - fromDown), leastHeight);
      this.setCrop(across < fromAcross ? fromAcross - width : fromAcross,
        down < fromDown ? fromDown - height : fromDown, width, height);
    }

    // --- By keyboard ---

    keyOnBox(event) {
      const by = stepOf(event);
      if (!by) return;
      event.preventDefault();
      const [left, top, width, height] = this.crop;
      if (event.altKey) this.setCrop(left, top, width + by[0], height + by[1]);
      else this.setCrop(left + by[0], top + by[1], width, height);
    }

    keyOnPoint(event) {
      const by = stepOf(event);
      if (!by) return;
      event.preventDefault();
      const at = this.read("focus") ?? [parseFloat(this.point.style.left), parseFloat(this.point.style.top)];
      this.setFocus(at[0] + by[0], at[1] + by[1]);
    }
  }

  /** The corner opposite to the one that is dragged stays where it is. */
  function cornersOf([left, top, width, height], name) {
    return [/is-.w/.test(name) ? left + width : left, /is-n/.test(name) ? top + height : top];
  }

  function stepOf(event) {
    const size = event.shiftKey ? LEAP : STEP;
    return {
      ArrowLeft: [-size, 0], ArrowRight: [size, 0], ArrowUp: [0, -size], ArrowDown: [0, size],
    }[event.key];
  }

  document.addEventListener("DOMContentLoaded", () => {
    const [file, crop, focus] = ["id_portrait", "id_portrait_crop", "id_portrait_focus"].map((id) => document.getElementById(id));
    if (file?.type === "file" && crop && focus) new Frame(file, crop, focus);
  });
})();
