package dev.rivulet.worker.provider.failure;

import dev.rivulet.schemas.Message;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what a short text quotes from messages: every piece of {@value #PIECE} characters that also stands in a
 * message, and every short message. Reads each message once, however long or repetitive it is. For one text, and one
 * thread.
 */
final class Quotes {

    /** A shorter piece of a message is a word or two, which the provider may use itself. */
    private static final int PIECE = 16;
    /** The same for a whole message. */
    private static final int SHORTEST_MESSAGE = 8;

    private final String text;
    private final Map<Integer, Pieces> pieces = new HashMap<>(); // by their length
    private final BitSet quoted = new BitSet();

    private Quotes(String text) {
        this.text = text;
    }

    /** Returns the text with {@code replacement} for every quote. */
    static String replace(String text, List<Message> messages, String replacement) {
        Quotes quotes = new Quotes(text);
        messages.forEach(message -> quotes.find(message.content()));
        return quotes.replaceBy(replacement);
    }

    private void find(String content) {
        int length = Math.min(PIECE, content.length());
        if (length >= SHORTEST_MESSAGE) {
            pieces.computeIfAbsent(length, Pieces::new).find(content);
        }
    }

    private String replaceBy(String replacement) {
        StringBuilder kept = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int begin = quoted.nextSetBit(at);
            if (begin < 0) {
                begin = text.length();
            }
            kept.append(text, at, begin);
            at = quoted.nextClearBit(begin);
            if (at > begin) {
                kept.append(replacement);
            }
        }
        return kept.toString();
    }

    /** The pieces of the text that have one length. */
    private final class Pieces {

        private static final int HASH_MASK = (1 << 16) - 1;
        private static final int HASH_FACTOR = 31; // that of String.hashCode

        private final int length;
        private final Map<String, List<Integer>> begins = new HashMap<>(); // without those that were found
        private final BitSet hashes = new BitSet(HASH_MASK + 1);
        private final int outFactor;

        private Pieces(int length) {
            this.length = length;
            int factor = 1;
            for (int i = 0; i < length; i++) {
                factor *= HASH_FACTOR;
            }
            outFactor = factor;
            for (int at = 0; at + length <= text.length(); at++) {
                String piece = text.substring(at, at + length);
                begins.computeIfAbsent(piece, unseen -> new ArrayList<>()).add(at);
                hashes.set(piece.hashCode() & HASH_MASK);
            }
        }

        /** Compares hashes first, as Rabin and Karp do: most of a message is not quoted. */
        private void find(String content) {
            int hash = 0;
            for (int end = 1; end <= content.length() && !begins.isEmpty(); end++) {
                hash = HASH_FACTOR * hash + content.charAt(end - 1);
                if (end > length) {
                    hash -= outFactor * content.charAt(end - 1 - length);
                }
                if (end >= length && hashes.get(hash & HASH_MASK)) {
                    found(content.substring(end - length, end));
                }
            }
        }

        private void found(String piece) {
            List<Integer> all = begins.remove(piece);
            if (all != null) {
                all.forEach(begin -> quoted.set(begin, begin + length));
            }
        }
    }
}
