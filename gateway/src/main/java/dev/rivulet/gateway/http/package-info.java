/** What all kinds of requests share: reading them, refusing them, where they are served. */
package dev.rivulet.gateway.http;
