package dev.rivulet.testkit.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tokens of a completion. */
public sealed interface TokenSource {

    int count();

    /** Returns the text of a token. Called when it is written. */
    String token(int index);

    /** Returns what the chunk of a token has if that is not its text; null if it is. */
    default ObjectNode delta(int index) {
        return null;
    }

    /**
     * Returns the tokens that follow a beginning of the text; all if the text does not begin like that. The first may
     * be a part of one.
     */
    TokenSource after(String beginning);

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

        @Override
        public TokenSource after(String beginning) {
            if (!String.join("", words).startsWith(beginning)) {
                return this;
            }
            int left = beginning.length();
            int index = 0;
            while (index < words.size() && words.get(index).length() <= left) {
                left -= words.get(index).length();
                index++;
            }
            List<String> rest = new ArrayList<>(words.subList(index, words.size()));
            if (left > 0) {
                rest.set(0, rest.getFirst().substring(left));
            }
            return new Fixed(rest);
        }
    }

    /** Given pieces: of text, of reasoning, of tool calls. Those of text can be continued. */
    record Pieces(List<Piece> pieces) implements TokenSource {

        public Pieces {
            pieces = List.copyOf(pieces);
        }

        @Override
        public int count() {
            return pieces.size();
        }

        @Override
        public String token(int index) {
            return Piece.textOf(pieces.subList(index, index + 1));
        }

        @Override
        public ObjectNode delta(int index) {
            return pieces.get(index).delta();
        }

        /** Reasoning before the rest is left out. */
        @Override
        public TokenSource after(String beginning) {
            int left = beginning.length();
            int index = 0;
            while (left > 0 && index < pieces.size() && token(index).length() <= left) {
                left -= token(index).length();
                index++;
            }
            boolean follows = left == 0 && Piece.textOf(pieces.subList(0, index)).equals(beginning);
            return follows ? new Pieces(pieces.subList(index, pieces.size())) : this;
        }
    }

    /**
     * For measurements: each token is {@code " t<index>@<time>"}, its index from 0 and the {@link System#nanoTime()} at
     * which it was written, so that a reader can distinguish a lost token from a late one.
     */
    record Timestamped(int count) implements TokenSource {

        private static final Pattern WHOLE = Pattern.compile("( t\\d+@\\d+)+");

        @Override
        public String token(int index) {
            return " t" + index + "@" + System.nanoTime();
        }

        /** Every text of so many whole tokens is such a beginning: their times are not known. */
        @Override
        public TokenSource after(String beginning) {
            int tokens = (int) beginning.chars().filter(c -> c == '@').count();
            return WHOLE.matcher(beginning).matches() && tokens <= count ? new Rest(this, tokens) : this;
        }
    }

    /** What follows the first tokens. */
    record Rest(TokenSource whole, int first) implements TokenSource {

        @Override
        public int count() {
            return whole.count() - first;
        }

        @Override
        public String token(int index) {
            return whole.token(first + index);
        }

        @Override
        public ObjectNode delta(int index) {
            return whole.delta(first + index);
        }

        @Override
        public TokenSource after(String beginning) {
            throw new UnsupportedOperationException("only a whole answer is continued");
        }
    }
}
