/** TCP proxies that break connections. */
package dev.rivulet.testkit.proxy;
