package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.gateway.problem.ProblemCode;
import dev.rivulet.gateway.problem.ProblemException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Follows the requests and responses of one connection. Closes it when its client takes too long to send a request, or
 * sends too many requests ahead of their responses, or a body whose chunks are malformed: Vert.x would pass that to the
 * handlers as a failure of any type. The time of a request runs from its first byte, whatever comes in between.
 * A response may take as long as it takes. Belongs to the connection's loop.
 */
final class RequestTimeouts extends ChannelDuplexHandler {

    private final HttpConfig http;
    private final GatewayMeters meters;
    private int unanswered; // requests whose responses have not ended
    private boolean begun; // bytes of a request were received
    private boolean inBody; // its head was received and its end was not
    private boolean decoded; // something was decoded since the last read from the socket
    private boolean responding; // the head of a response was sent and its end was not
    private boolean overrun; // there were too many requests
    private Future<?> timeout; // null if no time is running

    RequestTimeouts(HttpConfig http, GatewayMeters meters) {
        this.http = http;
        this.meters = meters;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        await(context, http.headerTimeout());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        decoded = true;
        if (message instanceof HttpRequest head) {
            if (overrun || unanswered == http.maxPipelinedRequests()) {
                overrun = true;
            } else {
                onHead(context, head);
            }
        }
        if (overrun) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpContent body && !(message instanceof HttpRequest)
                && body.decoderResult().isFailure()) {
            body.release();
            refuse(context, new ProblemException(ProblemCode.BAD_REQUEST, "The chunks of the body are malformed."));
            return;
        }
        if (message instanceof LastHttpContent) {
            onRequestEnd(context);
        }
        context.fireChannelRead(message);
    }

    private void onRequestEnd(ChannelHandlerContext context) {
        inBody = false;
        begun = false;
        stop();
        awaitNext(context);
    }

    private void onHead(ChannelHandlerContext context, HttpRequest head) {
        unanswered++;
        inBody = true;
        if (head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            // Without chunks, only the end of the connection ends a stream.
            head.headers().remove(HttpHeaderNames.CONNECTION);
        }
        await(context, http.bodyTimeout());
    }

    /** A read from which nothing was decoded is the beginning of a request, or of the rest of one. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!decoded && !begun && !inBody) {
            begun = true;
            if (unanswered == 0) {
                await(context, http.headerTimeout());
            }
        }
        decoded = false;
        context.fireChannelReadComplete();
    }

    /**
     * A connection that is lost is closed, and Vert.x is told that it was closed: it throws when it is told of the
     * loss, if a request waits for the response to the one before (eclipse-vertx/vert.x#4188), which Netty logs.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        if (failure instanceof IOException) {
            context.close();
        } else {
            context.fireExceptionCaught(failure);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse head) {
            if (head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                context.pipeline().remove(this);
                context.write(message, promise);
                return;
            }
            responding = head.status().codeClass() != HttpStatusClass.INFORMATIONAL;
        }
        context.write(message, promise);
        if (responding && message instanceof LastHttpContent) {
            onResponded(context);
        }
    }

    private void onResponded(ChannelHandlerContext context) {
        responding = false;
        unanswered--;
        awaitNext(context);
    }

    /** Waits for the next request, if all requests have come to their ends and were answered. */
    private void awaitNext(ChannelHandlerContext context) {
        if (unanswered > 0 || inBody) {
            return;
        }
        if (overrun) {
            meters.connectionRefused(ProblemCode.TOO_MANY_CONNECTIONS);
            closeAfter(context, Unpooled.EMPTY_BUFFER);
        } else {
            await(context, begun ? http.headerTimeout() : http.idleTimeout());
        }
    }

    private void await(ChannelHandlerContext context, Duration time) {
        stop();
        timeout = context.executor().schedule(() -> onTimeout(context), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stop() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    private void onTimeout(ChannelHandlerContext context) {
        refuse(context,
                new ProblemException(ProblemCode.REQUEST_TIMEOUT, "The request was not sent to its end in time."));
    }

    /**
     * Closes the connection. Says why, if the client has begun a request and a response to it cannot be taken for that
     * to an earlier one.
     */
    private void refuse(ChannelHandlerContext context, ProblemException problem) {
        int others = inBody ? 1 : 0;
        if ((begun || inBody) && unanswered == others && !responding) {
            meters.connectionRefused(problem.code());
            closeAfter(context, RawResponse.of(problem));
        } else {
            context.close();
        }
    }

    private static void closeAfter(ChannelHandlerContext context, Object last) {
        context.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }
}
