package dev.rivulet.local.screen;

/**
 * Words of others (a model's answer, somebody's prompt), fit for a terminal. Control characters are left out, but for the
 * line feed and the tab: with escape sequences a text could move the cursor, rewrite what stands above it, set the window's
 * title or have the terminal answer as if the user typed. The C1 controls are among them, since U+009B is an escape sequence's
 * beginning in one character. Pure, and the same for a text as for its pieces.
 */
public final class SafeText {

    private SafeText() {}

    /** The text without what a terminal would obey. */
    public static String of(String text) {
        return text.chars().allMatch(SafeText::harmless)
                ? text
                : text.chars().filter(SafeText::harmless)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** The same, on one line. */
    public static String line(String text) {
        return of(text).replaceAll("\\s*\\n\\s*", " ").replace('\t', ' ').strip();
    }

    /** A JSON document whose texts may have any character: what a terminal would obey is escaped, and nothing lost. */
    public static String escaped(String json) {
        StringBuilder safe = new StringBuilder(json.length());
        json.chars().forEach(unit -> {
            if (harmless(unit)) {
                safe.append((char) unit);
            } else {
                // Inside a text of the document, since nothing outside of one is such a character.
                safe.append(String.format("\\u%04x", unit));
            }
        });
        return safe.toString();
    }

    private static boolean harmless(int unit) {
        return !Character.isISOControl(unit) || unit == '\n' || unit == '\t';
    }
}
