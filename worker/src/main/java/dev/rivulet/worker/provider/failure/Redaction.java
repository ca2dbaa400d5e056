package dev.rivulet.worker.provider.failure;

import dev.rivulet.runtime.config.Secret;
import dev.rivulet.schemas.Message;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes what a provider, or a library, said about a failed call safe for a line of the log: without keys, without what
 * users and models wrote, without control characters, and short. The only place that decides this. It takes time in
 * proportion to the request: not for an event loop.
 *
 * @param apiKey the endpoint's own
 * @param messages of the request; providers quote invalid input
 */
public record Redaction(Optional<Secret> apiKey, List<Message> messages) {

    private static final String REDACTED = "***";
    /** More than is shown, so that no secret is cut in two and its first half shown; not all of a page. */
    private static final int LONGEST = 4 * ProviderText.LONGEST;

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
        String head = text.substring(0, Math.min(text.length(), LONGEST));
        String safe = UNPRINTABLE.matcher(head).replaceAll(" ").strip();
        String key = apiKey.map(Secret::value).orElse("");
        if (!key.isBlank()) {
            safe = safe.replace(key, REDACTED);
        }
        for (Pattern credentials : CREDENTIALS) {
            safe = credentials.matcher(safe).replaceAll(REDACTED);
        }
        return ProviderText.bounded(Quotes.replace(safe, messages, REDACTED));
    }
}
