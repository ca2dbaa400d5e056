package dev.rivulet.testkit.llm;

import java.time.Duration;
import java.util.List;

/**
 * How the simulator answers one request.
 *
 * @param firstTokenAfter time from the request to the first byte of the response
 * @param gap time between tokens; zero sends as fast as the client reads
 * @param finishReason the finish reason, unless the request's token limit is reached ({@code length})
 */
public record Script(TokenSource tokens, Duration firstTokenAfter, Duration gap, String finishReason, Fault fault) {

    /** Answers at once with this text, one token per word. */
    public static Script of(String text) {
        return new Script(TokenSource.Fixed.of(text), Duration.ZERO, Duration.ZERO, "stop", new Fault.None());
    }

    /** Answers at once with exactly these tokens. */
    public static Script ofTokens(List<String> tokens) {
        return of("").withTokens(new TokenSource.Fixed(tokens));
    }

    /** Answers at once with these pieces, of which each is a chunk. */
    public static Script ofPieces(List<Piece> pieces) {
        return of("").withTokens(new TokenSource.Pieces(pieces));
    }

    /**
     * Answers with tokens that contain the time of writing, see {@link TokenSource.Timestamped}.
     *
     * @param tokens how many
     */
    public static Script timestamped(int tokens) {
        return of("").withTokens(new TokenSource.Timestamped(tokens));
    }

    /** Fails with this fault; tokens before it are the words of a short text. */
    public static Script failing(Fault fault) {
        return of("one two three four five six seven eight nine ten").withFault(fault);
    }

    public Script withTokens(TokenSource other) {
        return new Script(other, firstTokenAfter, gap, finishReason, fault);
    }

    public Script withTiming(Duration toFirstToken, Duration betweenTokens) {
        return new Script(tokens, toFirstToken, betweenTokens, finishReason, fault);
    }

    public Script withFinishReason(String reason) {
        return new Script(tokens, firstTokenAfter, gap, reason, fault);
    }

    public Script withFault(Fault other) {
        return new Script(tokens, firstTokenAfter, gap, finishReason, other);
    }
}
