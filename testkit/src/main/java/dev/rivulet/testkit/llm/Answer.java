package dev.rivulet.testkit.llm;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tokens of an answer. */
public sealed interface Answer {

    int tokens();

    /** The text of a token, asked for when it is written. */
    String token(int index);

    /** A fixed text. */
    record Words(List<String> words) implements Answer {

        private static final Pattern TOKEN = Pattern.compile("\\s*\\S+\\s*\\z|\\s*\\S+|\\s+");

        public Words {
            words = List.copyOf(words);
        }

        /** One token a word, with the white space before it; joined they are the text again. */
        static Words of(String text) {
            return new Words(TOKEN.matcher(text).results().map(MatchResult::group).toList());
        }

        @Override
        public int tokens() {
            return words.size();
        }

        @Override
        public String token(int index) {
            return words.get(index);
        }
    }

    /**
     * For measuring: each token is {@code " t<index>@<time>"}, its index from 0 and the {@link System#nanoTime()} at which
     * it was written, so that who reads the text can tell a lost token from a late one.
     */
    record Stamped(int tokens) implements Answer {

        @Override
        public String token(int index) {
            return " t" + index + "@" + System.nanoTime();
        }
    }
}
