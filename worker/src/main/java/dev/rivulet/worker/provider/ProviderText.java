package dev.rivulet.worker.provider;

import java.nio.charset.StandardCharsets;

/** Text of a provider's that goes on into events: it must be short, and writable as JSON. */
public final class ProviderText {

    private static final int LONGEST = 300;
    private static final String LONGER = "...";

    private ProviderText() {}

    public static String bounded(String text) {
        String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + LONGER;
        // Half a surrogate pair, which JSON can bring and a cut can make, becomes a question mark.
        return new String(head.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
