package dev.rivulet.local.screen;

/**
 * Makes text from models and users safe for a terminal by removing control characters, except for line feed and tab.
 * Escape sequences could move the cursor, overwrite text, set the window title or make the terminal send input. C1
 * controls are removed too: U+009B alone starts an escape sequence. Pure functions; a text gives the same result whole
 * or in pieces.
 */
public final class SafeText {

    private SafeText() {}

    /** Removes control characters. */
    public static String of(String text) {
        return text.chars().allMatch(SafeText::harmless)
                ? text
                : text.chars().filter(SafeText::harmless)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** Removes control characters and puts the text on one line. */
    public static String line(String text) {
        return of(text).replaceAll("\\s*\\n\\s*", " ").replace('\t', ' ').strip();
    }

    /** Escapes the control characters of a JSON document, without changing its meaning. */
    public static String escaped(String json) {
        StringBuilder safe = new StringBuilder(json.length());
        json.chars().forEach(unit -> {
            if (harmless(unit)) {
                safe.append((char) unit);
            } else {
                // Inside a JSON string: outside of one there are no such characters.
                safe.append(String.format("\\u%04x", unit));
            }
        });
        return safe.toString();
    }

    private static boolean harmless(int unit) {
        return !Character.isISOControl(unit) || unit == '\n' || unit == '\t';
    }
}
