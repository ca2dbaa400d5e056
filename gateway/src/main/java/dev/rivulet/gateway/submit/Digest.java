package dev.rivulet.gateway.submit;

import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256, in hexadecimal. */
public final class Digest {

    private Digest() {}

    /** Of what a client asked for, as the gateway understood it: how the body was written does not matter. */
    static String of(TurnDraft draft) {
        record Asked(String prompt, List<Message> messages, TurnOptions options) {}
        return of(Json.write(new Asked(draft.prompt(), draft.messages(), draft.options())));
    }

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
