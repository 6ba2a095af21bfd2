"""What no page may do in any journey: ask another host, break the policy, or complain in the console."""

from urllib.parse import urlsplit

# Told through the console, which the watch listens to; and what a reply's bubble showed, step by step.
SCRIPT = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI} in ${event.sourceFile}`));
window.streamed = {};
new MutationObserver(() => {
  const bubble = document.querySelector(".is-writing");
  const shown = bubble?.querySelector("[data-text]")?.cloneNode(true);
  shown?.querySelectorAll(".citation").forEach((citation) => citation.remove());
  const text = shown?.textContent;
  if (text) (window.streamed[bubble.id] ??= []).push(text);
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


class Watch:
    """Listens to browser contexts; ``complaints`` are what nobody has expected."""

    def __init__(self, url):
        self._host = urlsplit(url).netloc
        self._said, self._expected = [], []

    def over(self, context):
        context.add_init_script(SCRIPT)
        context.on("request", self._requested)
        context.on("console", self._spoke)
        context.on("weberror", lambda error: self._said.append(f"error: {error.error}"))

    def expect(self, *words):
        """A complaint with these words in it is part of the journey, such as "404" or "ERR_CONNECTION"."""
        self._expected += words

    def _requested(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self._host:
            self._said.append(f"request to another host: {request.url}")

    def _spoke(self, message):
        if message.type == "error":
            self._said.append(f"console: {message.text} ({message.location.get('url', '')})")

    @property
    def complaints(self):
        return [said for said in self._said if not any(word in said for word in self._expected)]
