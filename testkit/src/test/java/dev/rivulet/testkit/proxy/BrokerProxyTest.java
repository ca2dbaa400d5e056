package dev.rivulet.testkit.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

class BrokerProxyTest {

    private static final int SHORT_MS = 200;

    @Test
    void aPartitionLosesRequestsAndResponsesOfOneClientAndNoOther() throws IOException {
        try (ServerSocket broker = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                BrokerProxy proxy = new BrokerProxy(broker.getLocalPort());
                Socket hit = connect(proxy);
                Socket toHit = broker.accept();
                Socket other = connect(proxy);
                Socket toOther = broker.accept()) {
            ask(hit, "worker-1-producer");
            take(toHit);
            ask(other, "worker-2-producer");
            take(toOther);
            assertThat(proxy.clients()).containsExactlyInAnyOrder("worker-1-producer", "worker-2-producer");
            proxy.partition("worker-1");
            toHit.getOutputStream().write(1);
            hit.setSoTimeout(SHORT_MS);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> hit.getInputStream().read());
            ask(hit, "worker-1-producer");
            toHit.setSoTimeout(SHORT_MS);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> take(toHit));
            ask(other, "worker-2-producer");
            take(toOther);
            proxy.heal();
            hit.setSoTimeout(0);
            assertThat(hit.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static Socket connect(BrokerProxy proxy) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    /** The head of a request: its kind and version, a number, and the client's id. */
    private static void ask(Socket socket, String client) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        byte[] id = client.getBytes(US_ASCII);
        out.writeInt(10 + id.length);
        out.writeShort(ApiKeys.METADATA.id);
        out.writeShort(0);
        out.writeInt(7);
        out.writeShort(id.length);
        out.write(id);
    }

    private static void take(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readNBytes(in.readInt());
    }
}
