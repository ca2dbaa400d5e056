package dev.rivulet.worker.provider.failure;

import dev.rivulet.runtime.config.Secret;
import dev.rivulet.schemas.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes what a provider, or a library, said about a failed call safe for a line of the log: without keys, without what
 * users and models wrote, without control characters, and short. The only place that decides this.
 *
 * @param apiKey the endpoint's own
 * @param messages of the request; providers quote invalid input
 */
public record Redaction(Optional<Secret> apiKey, List<Message> messages) {

    private static final String REDACTED = "***";
    private static final int LONGEST = 300;
    private static final String LONGER = "...";
    /** A shorter piece of a message is a word or two, which the provider may use itself. */
    private static final int SHORTEST_QUOTE = 16;
    /** The same for a whole message. */
    private static final int SHORTEST_MESSAGE = 8;

    /** Control and format characters, and line and paragraph separators: they could forge or hide log lines. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
    private static final List<Pattern> CREDENTIALS = List.of(
            Pattern.compile("(?i)\\b(bearer|basic)\\s+[^\\s,;]+"),
            // A name of a secret, up to three words, then its value: "Incorrect API key provided: abc".
            Pattern.compile("(?i)(?<![\\w-])(x-)?(api[-_ ]?key|(access[-_ ])?token|secret|password|authorization)"
                    + "[\"'`]?(\\s+\\w+){0,3}\\s*[:=]\\s*[\"'`]?[^\\s\"'`,;]+"),
            // Prefixes that vendors give their keys, such as sk-, sk-ant- and AIza; a JSON Web Token.
            Pattern.compile("\\b(sk|pk|rk|gsk|xai|hf|nvapi|pplx|r8|key)[-_][^\\s\"'`,;)]+"),
            Pattern.compile("\\b(AIza|eyJ)[\\w-]+(\\.[\\w-]*)*"),
            // Sixteen and more letters with digits among them. Words have no digits, dates and numbers no letters.
            Pattern.compile("\\b(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9+/]{16,}={0,2}"));

    /** Returns the text, redacted and bounded; null for null. */
    String apply(String text) {
        if (text == null) {
            return null;
        }
        // More than is shown, so that no secret is cut in two and its first half shown; not all of a page.
        String head = text.substring(0, Math.min(text.length(), 4 * LONGEST));
        String safe = UNPRINTABLE.matcher(head).replaceAll(" ").strip();
        String key = apiKey.map(Secret::value).orElse("");
        if (!key.isBlank()) {
            safe = safe.replace(key, REDACTED);
        }
        for (Pattern credentials : CREDENTIALS) {
            safe = credentials.matcher(safe).replaceAll(REDACTED);
        }
        return bounded(withoutQuotes(safe));
    }

    /** Leaves out every piece that also stands in a message. */
    private String withoutQuotes(String text) {
        StringBuilder kept = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int quoted = quoteAt(text, at);
            kept.append(quoted > 0 ? REDACTED : text.substring(at, at + 1));
            at += Math.max(1, quoted);
        }
        return kept.toString();
    }

    /** Returns the length of the quote that begins here; 0 if none does. */
    private int quoteAt(String text, int from) {
        for (Message message : messages) {
            String content = message.content();
            int length = Math.min(SHORTEST_QUOTE, content.length());
            if (length >= SHORTEST_MESSAGE && from + length <= text.length()
                    && content.contains(text.substring(from, from + length))) {
                while (from + length < text.length() && content.contains(text.substring(from, from + length + 1))) {
                    length++;
                }
                return length;
            }
        }
        return 0;
    }

    private static String bounded(String text) {
        String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + LONGER;
        // An unpaired surrogate, which JSON can contain and a cut can leave, becomes a question mark.
        return new String(head.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
