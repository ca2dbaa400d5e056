package dev.rivulet.worker.execution;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.rivulet.schemas.Message;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Estimates how many tokens texts have for which no provider said it. The tokenizer is that of OpenAI's newer models;
 * others count some percent more or less. Of long texts the beginning is counted and the rest scaled, so an estimate
 * takes a bounded time: about a millisecond for each 1,000 tokens, up to {@link #MOST_COUNTED} characters. Never waits.
 * Not for event loops or the coordination. Thread-safe.
 */
public final class TokenEstimate {

    /** How much of a text is counted, in UTF-16 code units. */
    public static final int MOST_COUNTED = 8_000;
    /** What a message takes beside its text, and what begins an answer, in the format of OpenAI's models. */
    private static final int MESSAGE_TOKENS = 4;
    private static final int ANSWER_TOKENS = 3;
    /** Of English text, where there is no tokenizer. */
    private static final int CHARS_PER_TOKEN = 4;
    private static final long LONGEST_LOAD_SECONDS = 5;
    /** The tables of the tokenizer take tens of megabytes, for which a smaller heap has no room. */
    private static final long LEAST_HEAP = 256L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(TokenEstimate.class);

    private TokenEstimate() {}

    /** The tables of the tokenizer are loaded when the first estimate is needed: see the initialization of classes. */
    private static final class Tokenizer {

        /** On a thread of its own: a virtual thread that loads a class holds up others. Empty if it cannot be used. */
        static final CompletableFuture<Optional<Encoding>> LOADED = CompletableFuture.supplyAsync(() -> {
            if (Runtime.getRuntime().maxMemory() < LEAST_HEAP) {
                LOG.info("the heap is too small for a tokenizer: four characters count as a token");
                return Optional.empty();
            }
            try {
                return Optional.of(Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));
            } catch (RuntimeException unusable) {
                LOG.atError().setCause(unusable).log("tokens are estimated without a tokenizer");
                return Optional.empty();
            }
        }, load -> Thread.ofPlatform().daemon().name("tokenizer").start(load));
    }

    /** Returns how many tokens a text has. */
    public static long of(String text) {
        return scaled(text.length(), text);
    }

    /** Returns how many tokens messages have together when they are sent to a model. */
    public static long of(List<Message> messages) {
        StringBuilder sample = new StringBuilder();
        long chars = 0;
        for (Message message : messages) {
            chars += message.content().length();
            int room = MOST_COUNTED - sample.length();
            sample.append(message.content(), 0, Math.min(room, message.content().length()));
        }
        return scaled(chars, sample.toString()) + framing(messages.size());
    }

    /** Returns how many tokens a prompt has beside the text of its messages. */
    public static long framing(int messages) {
        return (long) MESSAGE_TOKENS * messages + ANSWER_TOKENS;
    }

    /**
     * Returns how many tokens a text has of which only a part is at hand.
     *
     * @param chars the length of the text, in UTF-16 code units
     * @param sample a part of it, or of a text of the same kind; may be empty
     */
    public static long scaled(long chars, String sample) {
        if (chars == 0) {
            return 0;
        }
        String counted = beginning(sample);
        long tokens = counted.isEmpty() ? 0 : count(counted);
        if (tokens == 0) {
            return Math.ceilDiv(chars, (long) CHARS_PER_TOKEN);
        }
        return chars == counted.length() ? tokens : Math.max(1, Math.round((double) tokens * chars / counted.length()));
    }

    private static String beginning(String text) {
        if (text.length() <= MOST_COUNTED) {
            return text;
        }
        return text.substring(0,
                Character.isHighSurrogate(text.charAt(MOST_COUNTED - 1)) ? MOST_COUNTED - 1 : MOST_COUNTED);
    }

    /**
     * Waits until the tokenizer is loaded, a few seconds at most. Estimates of before are coarser: who must not wait
     * gets one at once.
     */
    public static void awaitTokenizer() {
        try {
            Tokenizer.LOADED.get(LONGEST_LOAD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notThere) {
            // Then estimates stay coarse.
        }
    }

    /** An estimate must not cost a turn its end: where there is no tokenizer, it is a coarser one. */
    private static long count(String text) {
        try {
            // Text that looks like the tokenizer's own marks is text.
            return Tokenizer.LOADED.getNow(Optional.empty())
                    .map(tokenizer -> (long) tokenizer.countTokensOrdinary(text))
                    .orElseGet(() -> withoutTokenizer(text));
        } catch (RuntimeException unusable) {
            return withoutTokenizer(text);
        }
    }

    private static long withoutTokenizer(String text) {
        return Math.ceilDiv((long) text.length(), CHARS_PER_TOKEN);
    }
}
