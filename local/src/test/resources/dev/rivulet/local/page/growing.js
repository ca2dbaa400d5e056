// In the page: is a text that grew piece by piece shown as the same text at once, and is what stands left alone?
// Answers with the first that is not.
const done = arguments[arguments.length - 1];
const texts = arguments[0];

(async () => {
  const { GrowingText } = await import('/assets/growing-text.js');
  const shown = (pieces) => {
    const element = document.createElement('div');
    const text = new GrowingText(element);
    pieces.forEach((piece, index) => text.show(piece, index === pieces.length - 1));
    element.normalize();
    return element;
  };
  for (const text of texts) {
    const whole = shown([text]);
    for (const step of [1, 2, 7]) {
      const pieces = Array.from({ length: Math.ceil(text.length / step) }, (_, i) => text.slice(0, (i + 1) * step));
      const grown = shown(pieces);
      if (!grown.isEqualNode(whole)) return `${step} at a time:\n${grown.innerHTML}\n\nat once:\n${whole.innerHTML}`;
    }
  }
  const element = document.createElement('div');
  const text = new GrowingText(element);
  text.show('one', false);
  const selected = element.firstChild.firstChild;
  text.show('one two **three**', false);
  return selected === element.firstChild.firstChild ? '' : 'a text that may be selected was replaced';
})().then(done, (failure) => done(String(failure.stack)));
