# One image for portal, worker and migrations; which of them runs is the command. See README, "In containers".
FROM node:26.10.0-bookworm-slim AS build
WORKDIR /source
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run image

FROM node:26.10.0-bookworm-slim
ENV NODE_ENV=production HOSTNAME=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build --chown=root:root /source/dist/image ./
USER node
EXPOSE 3000
CMD ["node", "programs/portal.mjs"]
