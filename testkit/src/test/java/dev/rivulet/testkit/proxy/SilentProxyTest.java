package dev.rivulet.testkit.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class SilentProxyTest {

    private static final int SHORT_MS = 200;

    @Test
    void inSilenceNothingPassesNotEvenTheEndAndAfterItTheConnectionIsClosedAndOthersPass() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                SilentProxy proxy = new SilentProxy(server.getLocalPort())) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
            try (Socket target = server.accept()) {
                client.getOutputStream().write("a".getBytes(US_ASCII));
                assertThat(target.getInputStream().readNBytes(1)).asString().isEqualTo("a");
                proxy.fallSilent();
                client.getOutputStream().write("b".getBytes(US_ASCII));
                client.close();
                target.setSoTimeout(SHORT_MS);
                assertThatExceptionOfType(SocketTimeoutException.class)
                        .isThrownBy(() -> target.getInputStream().read());
                proxy.heal();
                target.setSoTimeout(0);
                assertThat(target.getInputStream().read()).isEqualTo(-1);
            }
            try (Socket other = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                    Socket target = server.accept()) {
                other.getOutputStream().write("c".getBytes(US_ASCII));
                assertThat(target.getInputStream().readNBytes(1)).asString().isEqualTo("c");
            }
        }
    }
}
