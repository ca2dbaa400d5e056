package dev.rivulet.testkit.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CuttingProxyTest {

    private ServerSocket server;
    private CuttingProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        proxy = CuttingProxy.to(server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void whatIsNotCutPassesBothWaysToItsEnd() throws IOException {
        try (Socket client = connect(); Socket upstream = server.accept()) {
            client.getOutputStream().write("ask".getBytes(US_ASCII));
            assertThat(upstream.getInputStream().readNBytes(3)).asString().isEqualTo("ask");
            upstream.getOutputStream().write("answer".getBytes(US_ASCII));
            upstream.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("answer");
        }
    }

    @Test
    void oneConnectionIsResetBehindTheTextAlsoWhenItComesInHalvesAndTheNextOneIsNot() throws IOException {
        proxy.cutBehind("word 7");
        try (Socket client = connect(); Socket upstream = server.accept()) {
            InputStream in = client.getInputStream();
            upstream.getOutputStream().write("word 6 wor".getBytes(US_ASCII));
            assertThat(in.readNBytes(10)).asString().isEqualTo("word 6 wor");
            assertThat(proxy.hasCut()).isFalse();
            upstream.getOutputStream().write("d 7".getBytes(US_ASCII));
            assertThatIOException().isThrownBy(in::readAllBytes);
            assertThat(proxy.hasCut()).isTrue();
        }
        try (Socket client = connect(); Socket upstream = server.accept()) {
            upstream.getOutputStream().write("word 7".getBytes(US_ASCII));
            upstream.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("word 7");
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }
}
