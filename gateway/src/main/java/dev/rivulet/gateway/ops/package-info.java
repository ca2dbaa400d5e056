/** What operators ask: is it alive, does it serve, what does it do. */
package dev.rivulet.gateway.ops;
