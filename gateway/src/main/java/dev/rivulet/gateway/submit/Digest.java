package dev.rivulet.gateway.submit;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Computes SHA-256 digests, in lower-case hexadecimal. */
public final class Digest {

    private Digest() {}

    /**
     * Returns the digest of a turn as it was understood, so that two bodies with the same meaning have the same digest.
     */
    static String of(TurnDraft draft) {
        record Content(String prompt, List<Message> messages, TurnOptions options) {}
        return of(Json.write(new Content(draft.prompt(), draft.messages(), draft.options())));
    }

    /** Returns the digest of a text in UTF-8. */
    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
