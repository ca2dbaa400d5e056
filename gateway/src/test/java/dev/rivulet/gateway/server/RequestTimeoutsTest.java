package dev.rivulet.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.metrics.GatewayMeters;
import dev.rivulet.runtime.config.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestTimeoutsTest {

    private static final String GET = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String CHUNKED = "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(), new HttpResponseEncoder(),
            new RequestTimeouts(Config.of(Map.of(), Map.of("rivulet.http.max-pipelined-requests", "3",
                    "rivulet.http.header-timeout", "10s", "rivulet.http.body-timeout", "30s",
                    "rivulet.http.idle-timeout", "75s")).section(HttpConfig.class, HttpConfig.PREFIX),
                    new GatewayMeters(registry)));

    RequestTimeoutsTest() {
        channel.freezeTime();
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    @Test
    void requestsFarAheadOfTheirResponsesAreNotTakenInAndTheOthersAreAnswered() {
        receive(GET.repeat(1_000));
        assertThat(requests()).isEqualTo(3);
        receive(GET.repeat(1_000));
        respond();
        respond();
        assertThat(channel.isOpen()).isTrue();
        respond();
        assertThat(channel.isOpen()).isFalse();
        assertThat(requests()).isZero();
    }

    @Test
    void requestsAheadWithinTheMaximumAreAllAnswered() {
        for (int round = 0; round < 3; round++) {
            receive(GET.repeat(3));
            assertThat(requests()).isEqualTo(3);
            respond();
            respond();
            respond();
        }
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aResponseMayTakeAsLongAsItTakesAndThenTheConnectionMayBeIdle() {
        receive(GET);
        advance(1_000);
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        advance(1_000);
        channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT);
        advance(74);
        assertThat(channel.isOpen()).isTrue();
        receive("GET");
        advance(9);
        receive(" /");
        advance(2);
        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).contains("408");
    }

    @Test
    void anInterimResponseIsNotTheResponse() {
        receive("POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        sent();
        advance(29);
        receive("ab");
        assertThat(channel.isOpen()).isTrue();
        advance(2);
        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).contains("408");
    }

    @Test
    void aResponseThatIsOnItsWayIsNotMixedWithAnother() {
        receive("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        sent();
        advance(31);
        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).isEmpty();
    }

    @Test
    void aMalformedBodyIsRefusedAndNotPassedOn() {
        receive(CHUNKED + "5g\r\nhello");
        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).contains("400");
        assertThat(contents()).isZero();
    }

    @Test
    void aMalformedBodyWhoseResponseIsOnItsWayIsOnlyCut() {
        receive(CHUNKED);
        channel.writeOutbound(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
        sent();
        receive("5g\r\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).isEmpty();
        assertThat(contents()).isZero();
    }

    @Test
    void aMalformedBodyIsNotAnsweredInPlaceOfAnEarlierRequest() {
        receive(GET + CHUNKED + "5g\r\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).isEmpty();
    }

    @Test
    void aWebSocketHasNoTimeouts() {
        receive(GET);
        channel.writeOutbound(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS));
        advance(1_000);
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.pipeline().get(RequestTimeouts.class)).isNull();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void respond() {
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    private void advance(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** Returns how many requests were passed on since the last call. */
    private int requests() {
        int count = 0;
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            count += message instanceof HttpRequest ? 1 : 0;
            ReferenceCountUtil.release(message);
        }
        return count;
    }

    /** Returns how many parts of bodies were passed on since the last call. */
    private int contents() {
        int count = 0;
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            count += message instanceof HttpContent ? 1 : 0;
            ReferenceCountUtil.release(message);
        }
        return count;
    }

    /** Returns what was sent since the last call. */
    private String sent() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }
        return text.toString();
    }
}
