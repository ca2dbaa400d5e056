package dev.rivulet.local.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * A command that ends when the process that started it does, however that ends: its standard input is a pipe that only
 * that process holds, so it ends with it.
 */
public final class ChildMain {

    private ChildMain() {}

    public static void main(String[] args) {
        Thread.ofPlatform().name("parent-watch").daemon().start(ChildMain::endWithParent);
        Rivulet.main(args);
    }

    private static void endWithParent() {
        try (InputStream parent = System.in) {
            while (parent.read() >= 0) {
                // Nothing is ever sent.
            }
        } catch (IOException gone) {
            // The pipe is broken: the same.
        }
        Runtime.getRuntime().halt(1);
    }
}
