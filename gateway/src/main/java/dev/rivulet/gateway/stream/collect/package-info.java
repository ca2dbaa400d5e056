/** Collecting a whole turn for a response in one piece. */
package dev.rivulet.gateway.stream.collect;
