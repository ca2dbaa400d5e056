// The names that models give to the languages whose code is coloured.

const NAMES = {
  bash: 'bash sh shell zsh console', c: 'c h cpp c++ cc hpp', css: 'css', diff: 'diff patch',
  docker: 'docker dockerfile', go: 'go golang', html: 'html', java: 'java', js: 'js javascript jsx mjs',
  json: 'json jsonc', py: 'py python python3', rs: 'rs rust', sql: 'sql postgresql mysql', toml: 'toml ini',
  ts: 'ts typescript tsx', xml: 'xml svg', yaml: 'yaml yml',
};

const LANGUAGES = new Map(Object.entries(NAMES).flatMap(([language, names]) =>
  names.split(' ').map((name) => [name, language])));

/** Returns the language of a name; undefined if its code is not coloured. */
export const languageOf = (name) => LANGUAGES.get(name.toLowerCase());

/** Colours all code in an element whose language is known. */
export function colourCode(element) {
  for (const code of element.querySelectorAll('code[data-language]')) {
    if (code.firstElementChild) continue; // it is
    import('./highlight.js').then(({ colour }) => colour(code, code.dataset.language))
      .catch(() => {}); // without a connection it stays as it is
  }
}
