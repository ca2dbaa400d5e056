package dev.rivulet.gateway.identity;

import dev.rivulet.schemas.TurnId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns grants into texts that only a gateway with the secret can read or make: {@code rg.} and the base64url of a
 * random nonce and of the grant, encrypted and authenticated by AES-256-GCM (ADR 52).
 */
final class GrantSeal {

    /** What all such texts begin with. */
    static final String START = "rg.";
    /** The most characters of a text that is looked at. */
    static final int LONGEST = 4_096;

    private static final String PURPOSE = "rivulet grant 1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int TURN_BYTES = 16;
    private static final int FIXED_BYTES = 1 + Long.BYTES + TURN_BYTES + 2 * Short.BYTES;
    private static final byte WRITES = 1;
    private static final byte OF_TURN = 2;
    private static final SecureRandom RANDOM = new SecureRandom();

    private GrantSeal() {}

    static String seal(Grant grant, SigningSecret secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] plain = bytes(grant);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, nonce).doFinal(plain);
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
            return START + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Returns the grant; empty if the text was not sealed under this secret. */
    static Optional<Grant> open(String text, SigningSecret secret) {
        if (!text.startsWith(START) || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(text.substring(START.length()));
            if (all.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            return Optional.of(grant(ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, secret, nonce).doFinal(all,
                    NONCE_BYTES, all.length - NONCE_BYTES))));
        } catch (AEADBadTagException | IllegalArgumentException | BufferUnderflowException | DateTimeException other) {
            return Optional.empty(); // altered, sealed under another secret, or by a later version
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static Cipher cipher(int mode, SigningSecret secret, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(secret.derive(PURPOSE, new byte[0]), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static byte[] bytes(Grant grant) {
        byte[] owner = utf8(grant.owner().toString());
        byte[] quotaClass = utf8(grant.quotaClass().orElse(""));
        byte[] session = utf8(grant.session());
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + owner.length + quotaClass.length + session.length);
        boolean writes = grant.access() == Grant.Access.WRITE;
        out.put((byte) ((writes ? WRITES : 0) | (grant.turn().isPresent() ? OF_TURN : 0)));
        out.putLong(grant.expiresAt().getEpochSecond());
        grant.turn().map(TurnId::value).ifPresent(turn -> out.putLong(turn.getMostSignificantBits())
                .putLong(turn.getLeastSignificantBits()));
        out.putShort((short) owner.length).put(owner).putShort((short) quotaClass.length).put(quotaClass).put(session);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static Grant grant(ByteBuffer in) {
        byte flags = in.get();
        Instant expiresAt = Instant.ofEpochSecond(in.getLong());
        Optional<TurnId> turn = (flags & OF_TURN) == 0
                ? Optional.empty()
                : Optional.of(new TurnId(new UUID(in.getLong(), in.getLong())));
        String owner = text(in, Short.toUnsignedInt(in.getShort()));
        String quotaClass = text(in, Short.toUnsignedInt(in.getShort()));
        String session = text(in, in.remaining());
        return new Grant(Principal.named(owner), session, turn,
                (flags & WRITES) == 0 ? Grant.Access.READ : Grant.Access.WRITE, expiresAt,
                Optional.of(quotaClass).filter(name -> !name.isEmpty()));
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
