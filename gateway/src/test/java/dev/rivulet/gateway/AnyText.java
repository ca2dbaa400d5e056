package dev.rivulet.gateway;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Tuple;

/** Texts of models and users for properties: well-formed Unicode, with much of what protocols give a meaning to. */
public final class AnyText {

    private static final int MOST_PIECES = 40;

    private AnyText() {}

    /** Texts that are not empty. */
    public static final class Texts implements ArbitrarySupplier<String> {

        @Override
        public Arbitrary<String> get() {
            return texts();
        }
    }

    /** Places where texts are cut; see {@link #split}. */
    public static final class Cuts implements ArbitrarySupplier<List<Integer>> {

        @Override
        public Arbitrary<List<Integer>> get() {
            return Arbitraries.integers().between(0, 4 * MOST_PIECES).list().ofMaxSize(20);
        }
    }

    /** Returns texts that are not empty. */
    public static Arbitrary<String> texts() {
        Arbitrary<String> meaningful = Arbitraries.of("\n", "\r", "\r\n", "\n\n", " ", "  ", "\t", "data: ", "id: 7",
                "event: done", ":", "[DONE]", "retry: 1", "\u0000", "\ufeff", "\u2028", "\u0085", "\"", "\\", "\\u0000",
                "{", "}", "[", "]", ",", "`", "```", "```json\n", "1", "-0.0", "1E400", "true", "null", "\"a\"", ". ",
                "。", "! ", "@", "河川", "\uD83C\uDF0A", "\uD83D\uDC69\u200D\uD83D\uDE80", "word");
        Arbitrary<String> any = Arbitraries.strings().all().excludeChars(surrogates()).ofMaxLength(5);
        return Arbitraries.frequencyOf(Tuple.of(4, meaningful), Tuple.of(1, any)).list()
                .ofMaxSize(MOST_PIECES).map(pieces -> String.join("", pieces)).filter(text -> !text.isEmpty());
    }

    /** Splits a text at those of the places that are inside it, except within a surrogate pair. No piece is empty. */
    public static List<String> split(String text, List<Integer> cuts) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int cut : cuts.stream().distinct().sorted().toList()) {
            if (cut > 0 && cut < text.length() && !Character.isLowSurrogate(text.charAt(cut))) {
                pieces.add(text.substring(from, cut));
                from = cut;
            }
        }
        if (from < text.length()) {
            pieces.add(text.substring(from));
        }
        return pieces;
    }

    private static char[] surrogates() {
        char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return all;
    }
}
