/** What all APIs share: reading requests, checking origins, sending JSON and problems. */
package dev.rivulet.gateway.http;
