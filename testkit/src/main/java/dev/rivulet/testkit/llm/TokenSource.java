package dev.rivulet.testkit.llm;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tokens of a completion. */
public sealed interface TokenSource {

    int count();

    /** Returns the text of a token. Called when it is written. */
    String token(int index);

    /** Given tokens. */
    record Fixed(List<String> words) implements TokenSource {

        private static final Pattern TOKEN = Pattern.compile("\\s*\\S+\\s*\\z|\\s*\\S+|\\s+");

        public Fixed {
            words = List.copyOf(words);
        }

        /** Splits a text into words, each with the white space before it. Joined, the tokens are the text again. */
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
     * For measurements: each token is {@code " t<index>@<time>"}, its index from 0 and the {@link System#nanoTime()} at
     * which it was written, so that a reader can distinguish a lost token from a late one.
     */
    record Timestamped(int count) implements TokenSource {

        @Override
        public String token(int index) {
            return " t" + index + "@" + System.nanoTime();
        }
    }
}
