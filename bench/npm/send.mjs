// npm web-push as its README shows it, fifty requests under way and connections kept open; prints the seconds it took.
import { readFileSync } from "node:fs";
import https from "node:https";
import webpush from "web-push";

const { subscriptions, payload, inFlight } = JSON.parse(readFileSync(0, "utf8"));
const keys = webpush.generateVAPIDKeys();
webpush.setVapidDetails("mailto:duty@example.cn", keys.publicKey, keys.privateKey);
const agent = new https.Agent({ keepAlive: true, maxSockets: inFlight });

let next = 0;
async function send() {
    while (next < subscriptions.length) {
        const answer = await webpush.sendNotification(subscriptions[next++], payload, { TTL: 600, agent });
        if (answer.statusCode !== 201) throw new Error(`answered ${answer.statusCode}`);
    }
}

const began = performance.now();
await Promise.all(Array.from({ length: inFlight }, send));
console.log((performance.now() - began) / 1000);
agent.destroy();
