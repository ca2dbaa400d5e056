package dev.rivulet.gateway.http;

import com.fasterxml.jackson.core.JacksonException;
import dev.rivulet.gateway.problem.Problem;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.gateway.quota.QuotaExceededException;
import dev.rivulet.schemas.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the responses of requests that failed. */
public final class ProblemResponse {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponse.class);
    /** The value of {@code Retry-After} when the gateway cannot serve a request now. */
    public static final String RETRY_AFTER_SECONDS = "2";

    private static final String CHALLENGE = "Bearer realm=\"rivulet\"";

    private ProblemResponse() {}

    /** Ends a failed request with a problem document. */
    public static void send(RoutingContext request) {
        send(request, of(request));
    }

    /** Ends a request with the document of this problem, whatever made the request fail. */
    public static void send(RoutingContext request, ProblemException problem) {
        Problem body = problem.problem();
        writeHead(request, problem)
                .ifPresent(response -> response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                        .end(Buffer.buffer(Json.write(body))));
    }

    /** Returns the failure of a request as a problem. Logs it if it is a fault; faults are logged nowhere else. */
    public static ProblemException of(RoutingContext request) {
        Throwable failure = request.failure() instanceof CompletionException wrapped
                ? wrapped.getCause()
                : request.failure();
        return switch (failure) {
            case ProblemException problem -> problem;
            case HttpException http -> ofStatus(http.getStatusCode());
            case null -> ofStatus(request.statusCode());
            // The client left before its request had come. Nobody reads the response.
            case HttpClosedException gone -> ProblemException.internal();
            case StreamResetException gone -> ProblemException.internal();
            case IOException gone when !(gone instanceof JacksonException) -> ProblemException.internal();
            // Refused by Vert.x, with a message that is not for clients.
            case Throwable refused when request.statusCode() >= 400 && request.statusCode() < 500 ->
                ofStatus(request.statusCode());
            default -> {
                LOG.atError().addKeyValue("method", request.request().method())
                        .addKeyValue("route", request.currentRoute() == null ? "" : request.currentRoute().getName())
                        .setCause(failure).log("request failed");
                yield ProblemException.internal();
            }
        };
    }

    /**
     * Sets the status and the headers of a response, but no content type. Returns the response for its body; empty if
     * its head was already sent or the client is gone. In that case the connection is reset, since it is too late for a
     * status.
     */
    public static Optional<HttpServerResponse> writeHead(RoutingContext request, ProblemException problem) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            response.reset();
            return Optional.empty();
        }
        response.setStatusCode(problem.code().status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        challenge(problem.code()).ifPresent(value -> response.putHeader("WWW-Authenticate", value));
        problem.retryAfter().map(ProblemResponse::seconds)
                .or(() -> problem.code().isTemporary() ? Optional.of(RETRY_AFTER_SECONDS) : Optional.empty())
                .ifPresent(seconds -> response.putHeader(HttpHeaders.RETRY_AFTER, seconds));
        if (problem instanceof QuotaExceededException exceeded) {
            Admission.putHeaders(response, exceeded.allowance());
        }
        return Optional.of(response);
    }

    /** Returns whole seconds, not less than a time. */
    private static String seconds(Duration time) {
        return Long.toString(Math.ceilDiv(time.toMillis(), 1_000));
    }

    /** Returns what a client must show (RFC 6750, section 3); empty if it is not about who calls. */
    private static Optional<String> challenge(ProblemCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> Optional.of(CHALLENGE);
            case INVALID_KEY, INVALID_GRANT, EXPIRED_GRANT -> Optional.of(CHALLENGE + ", error=\"invalid_token\"");
            case MISSING_SCOPE, OUTSIDE_GRANT -> Optional.of(CHALLENGE + ", error=\"insufficient_scope\"");
            default -> Optional.empty();
        };
    }

    private static ProblemException ofStatus(int status) {
        return switch (status) {
            case 400 -> new ProblemException(ProblemCode.BAD_REQUEST, "The request line or a parameter is malformed.");
            case 403 ->
                new ProblemException(ProblemCode.ORIGIN_NOT_ALLOWED, "rivulet.http.cors-origins has no such one.");
            case 404 -> new ProblemException(ProblemCode.NOT_FOUND, "No resource has this path.");
            case 413 -> new ProblemException(ProblemCode.BODY_TOO_LARGE, "The body is larger than is allowed here.");
            case 415 -> new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
            default -> status >= 400 && status < 500
                    ? new ProblemException(ProblemCode.BAD_REQUEST, "The request cannot be served.")
                    : ProblemException.internal();
        };
    }
}
