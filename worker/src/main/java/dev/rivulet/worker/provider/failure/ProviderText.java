package dev.rivulet.worker.provider.failure;

import java.nio.charset.StandardCharsets;

/** Bounds text of a provider before it goes into events or logs: it must be short, and writable as JSON. */
public final class ProviderText {

    static final int LONGEST = 300;
    private static final String LONGER = "...";

    private ProviderText() {}

    /** Returns the text, cut after 300 characters, without unpaired surrogates. */
    public static String bounded(String text) {
        String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + LONGER;
        return wellFormed(head);
    }

    /**
     * Returns the text with a question mark for each unpaired surrogate, which JSON can contain and a cut can leave.
     */
    public static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
