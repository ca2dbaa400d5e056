package dev.rivulet.gateway.log.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final TurnId turn = new TurnIds().next();

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "11, 1, 42", "65535, 65535, 281474976710654", "1, 2, 4294967296"})
    void aCursorIsParsedToWhatWasEncoded(int partition, int attempt, long offset) {
        Cursor cursor = new Cursor(turn, partition, attempt, offset, 0);
        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
        assertThat(cursor.toString()).hasSize(36).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 42, 999_999_999})
    void aPositionInsideADeltaIsANumberAfterADot(int charsBeyond) {
        Cursor cursor = new Cursor(turn, 7, 1, 42, charsBeyond);
        assertThat(cursor.toString()).isEqualTo(new Cursor(turn, 7, 1, 42, 0) + "." + charsBeyond);
        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".0", ".01", ".-1", ".+1", ".1 ", ".x", ".1.2", ".1000000000", "1", "A"})
    void anInvalidSuffixIsRefused(String suffix) {
        assertThat(isInvalid(new Cursor(turn, 7, 1, 42, 0) + suffix)).isTrue();
    }

    /** Base64 with padding is of fewer bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"=", "=="})
    void paddingIsRefused(String padding) {
        String cursor = new Cursor(turn, 7, 1, 42, 0).toString();
        assertThat(isInvalid(cursor.substring(padding.length()) + padding)).isTrue();
    }

    @Test
    void aCursorBeforeTheFirstEventCannotHaveASuffix() {
        assertThat(isInvalid(Cursor.beforeFirstEvent(turn, 7) + ".1")).isTrue();
    }

    @Test
    void theCursorBeforeTheFirstEventIsRecognised() {
        Cursor cursor = Cursor.parse(Cursor.beforeFirstEvent(turn, 3).toString());
        assertThat(cursor.isBeforeFirstEvent()).isTrue();
        assertThat(new Cursor(turn, 3, 1, 0, 0).isBeforeFirstEvent()).isFalse();
    }

    @Test
    void allCursorsOfATurnHaveTheSamePrefix() {
        String one = new Cursor(turn, 7, 1, 1, 0).toString();
        String other = new Cursor(turn, 7, 2, 99_999, 0).toString();
        assertThat(one).startsWith(other.substring(0, CursorLayout.TURN_CHARS)).isNotEqualTo(other);
    }

    @Test
    void aChangedCharacterIsDetectedInNearlyAllCases() {
        String cursor = new Cursor(turn, 7, 1, 12_345, 0).toString();
        int detected = 0;
        for (int i = 0; i < cursor.length(); i++) {
            char other = ALPHABET.charAt((ALPHABET.indexOf(cursor.charAt(i)) + 1) % ALPHABET.length());
            if (isInvalid(cursor.substring(0, i) + other + cursor.substring(i + 1))) {
                detected++;
            }
        }
        // A check byte misses one change in 256.
        assertThat(detected).isGreaterThanOrEqualTo(cursor.length() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "12", "not a cursor", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "====================================",
            "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void textThatIsNotACursorIsRefused(String text) {
        assertThat(isInvalid(text)).isTrue();
    }

    @Test
    void aTurnIdOfAnotherUuidVersionIsRefused() {
        byte[] bytes = new byte[27];
        UUID random = UUID.fromString("7d444840-9dc0-41d1-b245-5ffdce74fad2");
        ByteBuffer.wrap(bytes).putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits());
        byte[] turnBytes = Arrays.copyOf(bytes, 18);
        byte[] event = new byte[9];
        bytes[26] = CursorLayout.check(turnBytes, event, new CRC32C());
        assertThat(isInvalid(Base64.getUrlEncoder().encodeToString(bytes))).isTrue();
    }

    @Test
    void valuesOutOfRangeAreNotEncoded() {
        CursorEncoder encoder = new CursorEncoder(turn, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(65_536, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(1, -1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(1, Cursor.BEFORE_FIRST_EVENT + 1, 0));
    }

    private static boolean isInvalid(String text) {
        try {
            Cursor.parse(text);
            return false;
        } catch (ProblemException problem) {
            return problem.code() == ProblemCode.INVALID_CURSOR;
        }
    }

    @Test
    void nullIsRefused() {
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Cursor.parse(null));
    }
}
