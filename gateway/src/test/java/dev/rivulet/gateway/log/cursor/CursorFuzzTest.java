package dev.rivulet.gateway.log.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rivulet.gateway.identity.OwnedSession;
import dev.rivulet.gateway.identity.Principal;
import dev.rivulet.gateway.identity.TestSecrets;
import dev.rivulet.gateway.log.TurnIds;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.TurnId;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CursorFuzzTest {

    private static final long VERSION_7 = 0x7000;
    private static final long VERSION_BITS = 0xF000;
    private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
    private static final long RFC_9562 = 0x8000_0000_0000_0000L;

    @Property
    void whatIsEncodedIsParsedToTheSame(@ForAll("cursors") Cursor cursor) {
        assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
    }

    @Property
    void whatIsSealedIsReadAndNothingElseIs(@ForAll("cursors") Cursor cursor, @ForAll("texts") String text) {
        Cursors cursors = new Cursors(TestSecrets.fixed(TestSecrets.FIRST), false);
        OwnedSession session = Principal.ANONYMOUS.session("demo");
        assertThat(cursors.read(session, cursors.write(session, cursor))).isEqualTo(cursor);
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> cursors.read(session, text))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_CURSOR));
    }

    @Property
    void anEncoderThatIsUsedAgainEncodesTheSame(@ForAll("cursors") Cursor first, @ForAll("cursors") Cursor second) {
        CursorEncoder encoder = new CursorEncoder(first.turn(), first.partition());
        encoder.encode(second.attempt(), second.offset(), second.charsBeyond());
        assertThat(encoder.encode(first.attempt(), first.offset(), first.charsBeyond())).asString()
                .isEqualTo(first.toString());
    }

    @Property
    void anyOtherTextIsRefusedOrTheOnlyFormOfACursor(@ForAll("texts") String text) {
        try {
            assertThat(Cursor.parse(text)).hasToString(text);
        } catch (ProblemException refused) {
            assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_CURSOR);
        }
    }

    @Provide
    Arbitrary<Cursor> cursors() {
        Arbitrary<TurnId> turns = Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
                .as((high,
                        low) -> new TurnId(new UUID(high & ~VERSION_BITS | VERSION_7, low & ~VARIANT_BITS | RFC_9562)));
        return Combinators.combine(turns, Arbitraries.integers().between(0, 0xFFFF),
                Arbitraries.integers().between(0, CursorLayout.MAX_ATTEMPT),
                Arbitraries.longs().between(0, CursorLayout.MAX_OFFSET - 1),
                Arbitraries.integers().between(0, 999_999_999)).as(Cursor::new);
    }

    /** Cursors of which bits and characters were changed, cut or added; and texts that never were any. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> whole = cursors().map(Cursor::toString);
        Arbitrary<Integer> places = Arbitraries.integers().between(0, 60);
        Arbitrary<String> flipped = Combinators.combine(whole, places, Arbitraries.integers().between(0, 6))
                .as((text, at, bit) -> replaced(text, at, (char) (text.charAt(at % text.length()) ^ 1 << bit)));
        Arbitrary<String> changed = Combinators.combine(whole, places, Arbitraries.chars().all())
                .as(CursorFuzzTest::replaced);
        Arbitrary<String> cut = Combinators.combine(whole, places)
                .as((text, at) -> text.substring(0, at % (text.length() + 1)));
        Arbitrary<String> longer = Combinators.combine(whole, Arbitraries.of(".", ".1", "0", "=", " ", "\u0661", "\n"))
                .as((text, more) -> text + more);
        Arbitrary<String> other = Arbitraries.strings().all().ofMaxLength(60);
        return Arbitraries.oneOf(List.of(flipped, changed, cut, longer, other,
                Arbitraries.create(() -> new TurnIds().next().toString())));
    }

    private static String replaced(String text, int at, char other) {
        int place = at % text.length();
        return text.substring(0, place) + other + text.substring(place + 1);
    }
}
