/** A network between client and server that can break. */
package dev.rivulet.testkit.proxy;
