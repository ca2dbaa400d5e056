/** A TCP proxy that resets connections. */
package dev.rivulet.testkit.proxy;
