package dev.rivulet.gateway.log.cursor;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.SigningSecrets;
import dev.rivulet.gateway.identity.TestSecrets;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cursor with a MAC is accepted for the session that it was given out for, and no other text is. */
class CursorsTest {

    private static final OwnedSession DEMO = Principal.of("rivulet", "alice").session("demo");

    private final Cursors cursors = new Cursors(TestSecrets.fixed(TestSecrets.FIRST), false);
    private final TurnId turn = new TurnIds().next();
    private final Cursor cursor = new Cursor(turn, 7, 1, 12_345, 3);
    private final String given = cursors.write(DEMO, cursor);

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "11, 1, 42, 1", "65535, 65535, 281474976710654, 999999999", "1, 2, 281474976710655, 0"})
    void whatWasGivenOutIsRead(int partition, int attempt, long offset, int charsBeyond) {
        Cursor position = new Cursor(turn, partition, attempt, offset, charsBeyond);
        String text = cursors.write(DEMO, position);
        assertThat(cursors.read(DEMO, text)).isEqualTo(position);
        assertThat(text).matches("[A-Za-z0-9_-]{44}(\\.[0-9]+)?");
    }

    @Test
    void itIsOfItsSessionAndItsOwnerAlone() {
        for (OwnedSession other : new OwnedSession[]{Principal.of("rivulet", "alice").session("demo2"),
                Principal.of("rivulet", "mallory").session("demo"), Principal.ANONYMOUS.session("demo")}) {
            assertThat(isRefused(cursors, other, given)).isTrue();
        }
    }

    @Test
    void aChangeOfAnyBitIsFound() {
        byte[] bytes = Base64.getUrlDecoder().decode(given.substring(0, 44));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(isRefused(cursors, DEMO, Base64.getUrlEncoder().encodeToString(changed) + ".3")).isTrue();
        }
        for (String suffix : new String[]{"", ".2", ".4", ".30"}) {
            assertThat(isRefused(cursors, DEMO, given.substring(0, 44) + suffix)).isTrue();
        }
    }

    @Test
    void aCursorWithoutAMacIsRefusedUnlessThatIsSet() {
        assertThat(isRefused(cursors, DEMO, cursor.toString())).isTrue();
        Cursors lenient = new Cursors(TestSecrets.fixed(TestSecrets.FIRST), true);
        assertThat(lenient.read(DEMO, cursor.toString())).isEqualTo(cursor);
        assertThat(isRefused(lenient, Principal.ANONYMOUS.session("other"), given)).isTrue();
    }

    @Test
    void aGatewayThatHasNoSecretYetReadsBothFormsAndWritesTheOld() {
        assertThat(Cursors.UNSIGNED.read(DEMO, given)).isEqualTo(cursor);
        assertThat(Cursors.UNSIGNED.read(DEMO, cursor.toString())).isEqualTo(cursor);
        assertThat(Cursors.UNSIGNED.write(DEMO, cursor)).isEqualTo(cursor.toString()).hasSize(38);
    }

    @Test
    void theSecretOfBeforeIsGoodUntilItIsRemoved() {
        Cursors rotated = new Cursors(TestSecrets.fixed(TestSecrets.SECOND, TestSecrets.FIRST), false);
        assertThat(rotated.read(DEMO, given)).isEqualTo(cursor);
        assertThat(rotated.write(DEMO, cursor)).isNotEqualTo(given);
        Cursors removed = new Cursors(TestSecrets.fixed(TestSecrets.SECOND), false);
        assertThat(isRefused(removed, DEMO, given)).isTrue();
        assertThat(removed.read(DEMO, rotated.write(DEMO, cursor))).isEqualTo(cursor);
    }

    @Test
    void aStreamThatLastsLongerThanItsSecretGoesOnWithTheNext() {
        try (TestSecrets file = TestSecrets.with(TestSecrets.FIRST); SigningSecrets secrets = file.open()) {
            CursorEncoder encoder = new Cursors(secrets, false).encoder(DEMO, turn, 7, "prefix");
            assertThat(encoder.encode(1, 12_345, 3)).asString(StandardCharsets.US_ASCII).isEqualTo("prefix" + given);
            file.write(TestSecrets.SECOND);
            Cursors next = new Cursors(TestSecrets.fixed(TestSecrets.SECOND), false);
            await().until(() -> ("prefix" + next.write(DEMO, cursor))
                    .equals(new String(encoder.encode(1, 12_345, 3), StandardCharsets.US_ASCII)));
        }
    }

    private static boolean isRefused(Cursors by, OwnedSession session, String text) {
        try {
            by.read(session, text);
            return false;
        } catch (ProblemException problem) {
            return problem.code() == ProblemCode.INVALID_CURSOR;
        }
    }
}
