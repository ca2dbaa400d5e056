package dev.rivulet.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that all gateways of an installation share. It is used for nothing itself: keys for each purpose are derived
 * from it. Immutable.
 */
public final class SigningSecret {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern TEXT = Pattern.compile("[!-~&&[^#,]]{32,256}");

    private final byte[] bytes;

    private SigningSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException if it is too short, too long or not printable; repeats nothing of it */
    static SigningSecret of(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("a secret has 32 to 256 printable ASCII characters without space, comma "
                    + "and #; openssl rand -base64 32 makes one");
        }
        return new SigningSecret(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Derives a key: the HMAC-SHA-256 of a purpose and of what the key is for.
     *
     * @param purpose in ASCII, of one use alone; must not contain a zero character
     * @param context may be empty
     * @return 32 bytes
     */
    public byte[] derive(String purpose, byte[] context) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(context);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return 0; // there are two at most
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "***";
    }
}
