package dev.rivulet.gateway;

import dev.rivulet.gateway.server.CannotListenException;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.kafka.UnfitTopicException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway as a process. Ends with 0 after SIGTERM or Ctrl-C, with 1 when it cannot run (port, topics), with 2 when the
 * configuration cannot be used; each time with a sentence on stderr.
 */
public final class GatewayMain {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);
    private static final int CANNOT_RUN = 1;
    private static final int BAD_CONFIGURATION = 2;

    private GatewayMain() {}

    public static void main(String[] args) {
        int exit = run();
        if (exit != 0) {
            System.exit(exit);
        }
    }

    private static int run() {
        try {
            Gateway gateway = Gateway.listen(Config.ofProcess());
            closeAtTheEnd(gateway);
            gateway.connect();
            LOG.atInfo().addKeyValue("port", gateway.port()).log("gateway ready");
            new CountDownLatch(1).await();
            return 0;
        } catch (InvalidConfigException invalid) {
            System.err.println("rivulet gateway: " + invalid.getMessage());
            return BAD_CONFIGURATION;
        } catch (CannotListenException | UnfitTopicException unable) {
            System.err.println("rivulet gateway: " + unable.getMessage());
            return CANNOT_RUN;
        } catch (InterruptedException stop) {
            return 0;
        }
    }

    private static void closeAtTheEnd(Gateway gateway) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
            LOG.atInfo().log("gateway stops");
            gateway.close();
            LOG.atInfo().log("gateway stopped");
        }));
    }
}
