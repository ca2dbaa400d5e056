package dev.rivulet.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TurnIdTest {

    /** The example of RFC 9562, appendix A.6. */
    private static final String RFC_EXAMPLE = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    private static final long RFC_EXAMPLE_MILLIS = 1_645_557_742_000L;

    @Test
    void aRecordIsNeverWrittenBeforeItsTurnsOwnTime() {
        TurnId turn = minted(1_000, 1);

        assertThat(turn.recordTimestamp(999)).isEqualTo(1_000);
        assertThat(turn.recordTimestamp(1_001)).isEqualTo(1_001);
    }

    @Test
    void aRecordIsNeverWrittenSoFarAheadOfItsWritersClockThatABrokerRefusesIt() {
        long now = 1_700_000_000_000L;
        long lead = TurnId.MAX_LEAD.toMillis();

        assertThat(minted(now + lead, 1).recordTimestamp(now)).isEqualTo(now + lead);
        assertThat(minted(now + lead + 1, 1).recordTimestamp(now)).isEqualTo(now + lead);
        assertThat(minted((1L << 48) - 1, 1).recordTimestamp(now)).isEqualTo(now + lead);
        assertThat(TurnId.MAX_LEAD).isLessThan(Duration.ofHours(1));
    }

    @Test
    void anIdIsAheadBeyondTheLeadAndNotAtIt() {
        assertThat(minted(1_500, 1).isAhead(Duration.ofMillis(500), 1_000)).isFalse();
        assertThat(minted(1_501, 1).isAhead(Duration.ofMillis(500), 1_000)).isTrue();
        assertThat(minted(0, 1).isAhead(Duration.ZERO, 1_000)).isFalse();
    }

    @Test
    void timestampIsWhenTheIdWasMinted() {
        assertThat(TurnId.parse(RFC_EXAMPLE).timestamp()).isEqualTo(RFC_EXAMPLE_MILLIS);
        assertThat(minted(0, 1).timestamp()).isZero();
        assertThat(minted((1L << 48) - 1, 1).timestamp()).isEqualTo((1L << 48) - 1);
    }

    @Test
    void upperCaseIsTheSameTurn() {
        TurnId turn = TurnId.parse(RFC_EXAMPLE.toUpperCase(Locale.ROOT));
        assertThat(turn).isEqualTo(TurnId.parse(RFC_EXAMPLE)).hasToString(RFC_EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "919108f7-52d1-4320-9bac-f847db4148a8", "1ec9414c-232a-6b00-b3c8-9f6bdeced846",
            "2489e9ad-2ee2-8e00-8ec9-32d5f69181c0", "ffffffff-ffff-ffff-ffff-ffffffffffff"})
    void otherVersionsAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TurnId.parse(text));
        assertThatIllegalArgumentException().isThrownBy(() -> new TurnId(UUID.fromString(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"017f22e2-79b0-7cc3-18c4-dc0c0c07398f", "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f",
            "017f22e2-79b0-7cc3-e8c4-dc0c0c07398f"})
    void otherVariantsAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TurnId.parse(text));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"hush", "017f22e279b07cc398c4dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398}",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398 ", "017f22e-279b0-7cc3-98c4-dc0c0c07398f",
            "+17f22e2-79b0-7cc3-98c4-dc0c0c07398f", "\u0660\u0661\u0667f22e2-79b0-7cc3-98c4-dc0c0c07398f",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "1-1-7000-8000-1", "017f22e2_79b0_7cc3_98c4_dc0c0c07398f"})
    void otherFormsAreRefusedAndNotRepeated(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TurnId.parse(text))
                .withMessage("a turn id is a UUID of version 7").withNoCause();
    }

    @Test
    void orderOfTurnsIsTheOrderOfTheirTextsAndOfTime() {
        Random random = new Random(7);
        List<TurnId> turns = new ArrayList<>();
        for (int bit = 0; bit < 48; bit++) {
            turns.add(minted(1L << bit, random.nextLong()));
            turns.add(minted(1L << bit, random.nextLong()));
            turns.add(minted((1L << bit) + 1, random.nextLong()));
        }
        assertThat(turns.stream().sorted().toList())
                .isEqualTo(turns.stream().sorted(Comparator.comparing(TurnId::toString)).toList())
                .isSortedAccordingTo(Comparator.comparingLong(TurnId::timestamp));
    }

    private static TurnId minted(long millis, long random) {
        return new TurnId(new UUID(millis << 16 | 0x7000 | random & 0xfff, 1L << 63 | random >>> 2));
    }
}
