package dev.rivulet.testkit.llm;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tokens of an answer. */
public sealed interface TokenSource {

    int count();

    /** The text of a token, asked for when it is written. */
    String token(int index);

    /** A fixed text. */
    record Fixed(List<String> words) implements TokenSource {

        private static final Pattern TOKEN = Pattern.compile("\\s*\\S+\\s*\\z|\\s*\\S+|\\s+");

        public Fixed {
            words = List.copyOf(words);
        }

        /** One token a word, with the white space before it; joined they are the text again. */
        static Fixed of(String text) {
            return new Fixed(TOKEN.matcher(text).results().map(MatchResult::group).toList());
        }

        @Override
        public int count() {
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
    record Timestamped(int count) implements TokenSource {

        @Override
        public String token(int index) {
            return " t" + index + "@" + System.nanoTime();
        }
    }
}
