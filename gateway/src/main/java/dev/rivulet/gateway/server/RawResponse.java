package dev.rivulet.gateway.server;

import dev.rivulet.gateway.http.ProblemResponse;
import dev.rivulet.gateway.problem.Problem;
import dev.rivulet.gateway.problem.ProblemException;
import dev.rivulet.schemas.json.Json;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Responses to what is no request yet, so that Vert.x has no response for it. The connection must be closed after. */
final class RawResponse {

    private RawResponse() {}

    static FullHttpResponse of(ProblemException problem) {
        byte[] body = Json.write(problem.problem());
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(problem.code().status()), Unpooled.wrappedBuffer(body));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (problem.code().retryable()) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, ProblemResponse.RETRY_AFTER_SECONDS);
        }
        return response;
    }
}
